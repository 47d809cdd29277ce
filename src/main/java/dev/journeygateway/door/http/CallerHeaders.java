package dev.journeygateway.door.http;

import dev.journeygateway.http.CallFields;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * The headers and query parameters of a call that the routes may see: a list of those they need, so
 * that whatever else a caller sends, names that Camel takes for instructions among it, has no
 * effect and goes nowhere.
 */
final class CallerHeaders implements HeaderFilterStrategy, CallFields {

  private static final Set<String> SINGLE =
      caseless("Authorization", "Content-Type", "Content-Encoding", "Idempotency-Key");

  private static final Set<String> MORE = caseless("Content-Length", "Accept", "traceparent");

  private static final Set<String> PARAMETERS =
      Set.of(
          "dry_run",
          "start_at",
          "name",
          "journey",
          "state",
          "door",
          "action",
          "application",
          "id",
          "after",
          "limit",
          "force",
          "failed",
          "since",
          "from",
          "to",
          "step",
          "by",
          "file",
          "person",
          "request",
          "cause",
          "text");

  /** The content type is set by the binding itself. */
  private static final Set<String> OUT =
      caseless(
          "Link",
          "Retry-After",
          "WWW-Authenticate",
          "RateLimit",
          "RateLimit-Policy",
          "Idempotency-Replayed");

  private static Set<String> caseless(String... names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    set.addAll(Set.of(names));
    return set;
  }

  @Override
  public boolean header(String name) {
    return SINGLE.contains(name) || MORE.contains(name);
  }

  @Override
  public boolean single(String name) {
    return SINGLE.contains(name);
  }

  @Override
  public boolean parameter(String name) {
    return PARAMETERS.contains(name);
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return !header(name) && !parameter(name);
  }

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return !OUT.contains(name);
  }
}
