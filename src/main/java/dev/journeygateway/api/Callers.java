package dev.journeygateway.api;

import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.Caller;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the caller of a call. */
public final class Callers {

  private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
  private static final String TOKEN_SCHEME = "Api ";

  private Callers() {}

  /**
   * The holder of the token that an {@code Authorization} header or property names.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with UNAUTHENTICATED
   */
  public static Caller of(String authorization, ApiTokens tokens) {
    return of(authorization, tokens, null);
  }

  /**
   * The same for a call. The token of the demonstration, which everybody can read in the
   * repository, is good for calls of this machine alone.
   *
   * @param peer the other end of the call's socket; null where there is none
   * @throws dev.journeygateway.request.RequestRefusedException with UNAUTHENTICATED
   */
  public static Caller of(String authorization, ApiTokens tokens, InetAddress peer) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, TOKEN_SCHEME, 0, TOKEN_SCHEME.length())) {
      throw unauthenticated();
    }
    String token = authorization.substring(TOKEN_SCHEME.length()).strip();
    if (peer != null
        && !peer.isLoopbackAddress()
        && ApiTokens.sha256Hex(token).equals(ApiTokens.DEMONSTRATION)) {
      LOG.warn(
          "The token of the demonstration was sent from {}; it is good for calls from this machine"
              + " alone. Create one with: gateway token create",
          peer.getHostAddress());
      throw unauthenticated();
    }
    return tokens.authenticate(token).orElseThrow(Callers::unauthenticated);
  }

  private static RuntimeException unauthenticated() {
    return Refusal.of(Reason.UNAUTHENTICATED, "invalid api token").asException();
  }
}
