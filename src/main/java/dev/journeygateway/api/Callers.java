package dev.journeygateway.api;

import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.Caller;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;

/** Tells who calls. */
public final class Callers {

  private static final String TOKEN_SCHEME = "Api ";

  private Callers() {}

  /**
   * Who sends what an {@code Authorization} header or property says.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with UNAUTHENTICATED
   */
  public static Caller of(String authorization, ApiTokens tokens) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, TOKEN_SCHEME, 0, TOKEN_SCHEME.length())) {
      throw unauthenticated();
    }
    return tokens
        .authenticate(authorization.substring(TOKEN_SCHEME.length()).strip())
        .orElseThrow(Callers::unauthenticated);
  }

  private static RuntimeException unauthenticated() {
    return Refusal.of(Reason.UNAUTHENTICATED, "invalid api token").asException();
  }
}
