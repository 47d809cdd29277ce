package dev.journeygateway.door;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.util.List;
import java.util.Map;

/** A refusal as every door tells it: the body that the HTTP door answers with. */
public final class RefusalJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The shape of the gRPC-JSON bridge. */
  public record Body(int code, String message, List<ErrorInfo> details) {}

  /** {@code google.rpc.ErrorInfo}. */
  public record ErrorInfo(
      @JsonProperty("@type") String type,
      Reason reason,
      String domain,
      Map<String, String> metadata) {}

  private RefusalJson() {}

  public static String of(Refusal refusal, LimitSettings limit) {
    return of(refusal, status(refusal.reason(), limit));
  }

  /** The HTTP status of a reason. */
  public static int status(Reason reason, LimitSettings limit) {
    return switch (reason) {
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND,
          JOURNEY_NOT_FOUND,
          REQUEST_NOT_FOUND,
          DEAD_LETTER_NOT_FOUND,
          DELIVERY_NOT_FOUND,
          DESTINATION_NOT_FOUND,
          WEBHOOK_NOT_FOUND ->
          404;
      case METHOD_NOT_ALLOWED -> 405;
      case IDEMPOTENCY_KEY_IN_USE,
          SENT_BACK_TOO_OFTEN,
          REQUEST_ENDED,
          CATALOG_NEEDS_FORCE,
          NOT_RESOLVABLE ->
          409;
      case BODY_TOO_LARGE -> 413;
      case UNSUPPORTED_CONTENT_TYPE -> 415;
      case IDEMPOTENCY_KEY_REUSED -> 422;
      case RATE_LIMITED -> limit.status();
      case INTERNAL -> 500;
      case UNAVAILABLE -> 503;
      case STORAGE_FULL -> 507;
      default -> 400;
    };
  }

  /** The body of a refusal: the shape of the gRPC-JSON bridge, with google.rpc.ErrorInfo. */
  public static String of(Refusal refusal, int status) {
    try {
      return JSON.writeValueAsString(body(refusal, status));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers can be written as JSON", e);
    }
  }

  public static Body body(Refusal refusal, LimitSettings limit) {
    return body(refusal, status(refusal.reason(), limit));
  }

  private static Body body(Refusal refusal, int status) {
    // The bridge's 429 is "resource exhausted"; the published 400 is an invalid argument.
    int code = status == 429 ? 8 : refusal.reason().grpcCode();
    return new Body(
        code,
        refusal.message(),
        List.of(
            new ErrorInfo(
                "type.googleapis.com/google.rpc.ErrorInfo",
                refusal.reason(),
                "journey-gateway",
                refusal.metadata())));
  }
}
