package dev.journeygateway.extension;

import java.util.List;
import org.apache.camel.Message;

/**
 * The headers of the seams, which nobody outside may set: what they say is a route's own word (who
 * is acted for, what became of a call).
 */
final class SeamHeaders {

  static final String JOURNEY_ID = "journey_id";
  static final String AUTHORIZATION = "Authorization";
  static final String APPLICATION_CODE = "application_code";
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  static final String START_AT = "start_at";
  static final String OVER_LIMIT = "over_limit";
  static final String LIST_NAME = "list_name";
  static final String VERDICT = "verdict";
  static final String REQUEST_UUID = "request_uuid";
  static final String REASON = "reason";
  static final String EXPECTED_AT = "expected_at";

  /** What a route finds of a name that was dropped: the exchange property with a map of them. */
  static final String OUTSIDE = "outside";

  /** Every setting of a destination is a header that begins so. */
  private static final String DESTINATION = "destination_";

  private static final List<String> NAMES =
      List.of(
          JOURNEY_ID,
          AUTHORIZATION,
          APPLICATION_CODE,
          IDEMPOTENCY_KEY,
          START_AT,
          OVER_LIMIT,
          LIST_NAME,
          VERDICT,
          REQUEST_UUID,
          REASON,
          EXPECTED_AT,
          "delivery_uuid",
          "entry_point_id",
          "selector",
          "ids",
          "destination",
          "delivery_state",
          "delivery_message",
          "retry_after",
          "remote_request_uuid");

  private SeamHeaders() {}

  /** As its source sent it, text or bytes; null where there is none. */
  static String traceparent(Message message) {
    Object value = message.getHeader("traceparent");
    return value instanceof String || value instanceof byte[]
        ? message.getHeader("traceparent", String.class)
        : null;
  }

  /** Whether a header is one of the seams', whatever its case. */
  static boolean include(String name) {
    return isSetting(name) || NAMES.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** Whether a header is a setting of a destination. */
  static boolean isSetting(String name) {
    return name.regionMatches(true, 0, DESTINATION, 0, DESTINATION.length());
  }

  /** Those with a name of their own; the settings of a destination come on top. */
  static List<String> named() {
    return NAMES;
  }
}
