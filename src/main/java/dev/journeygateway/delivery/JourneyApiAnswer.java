package dev.journeygateway.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.delivery.CallAnswer.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What an answer of the start call means. */
final class JourneyApiAnswer {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String BY_RATE = "Enhance your calm!";

  /** The journey may run again, or its point be switched on. */
  private static final List<String> OF_THE_JOURNEY =
      List.of(
          "Journey is not running",
          "point is deactivated",
          "zero api start points",
          "there is more then one api start point");

  private JourneyApiAnswer() {}

  /**
   * Judges an answer.
   *
   * @param retryAfter the header of that name, or null
   */
  static CallAnswer of(int status, String body, String retryAfter) {
    JsonNode json = read(body);
    String message = json.path("message").asText("");
    if (status == 200) {
      return accepted(json);
    }
    String told = status + (message.isEmpty() ? "" : " " + message);
    if (status == 429 || status == 400 && message.startsWith(BY_RATE)) {
      return new CallAnswer(Kind.WAITING, told, seconds(retryAfter), Optional.empty());
    }
    if (status == 401 || status == 403) {
      return CallAnswer.of(Kind.STOPPED, told);
    }
    if (status == 400 && OF_THE_JOURNEY.contains(message)) {
      return CallAnswer.of(Kind.HELD, message);
    }
    if (status == 408 || status >= 500 && status < 600) {
      return CallAnswer.of(Kind.FAILED, told);
    }
    if (status == 409) {
      // The same call is still being decided there: its answer is had by asking again.
      return CallAnswer.of(Kind.FAILED, told);
    }
    if (status >= 300 && status < 400) {
      return CallAnswer.of(Kind.FAILED, told + ": redirects are not followed");
    }
    if (status >= 400 && status < 500) {
      return CallAnswer.of(Kind.REFUSED, told);
    }
    return CallAnswer.of(Kind.UNKNOWN, "an answer with the status " + status);
  }

  /** Only the answer of the start call proves that it was taken: others say 200, too. */
  private static CallAnswer accepted(JsonNode json) {
    String uuid = json.path("request_uuid").asText("");
    try {
      return new CallAnswer(
          Kind.DELIVERED, null, Optional.empty(), Optional.of(UUID.fromString(uuid)));
    } catch (IllegalArgumentException e) {
      return CallAnswer.of(Kind.UNKNOWN, "200 without a request_uuid");
    }
  }

  private static JsonNode read(String body) {
    try {
      return body == null ? JSON.missingNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static Optional<Duration> seconds(String retryAfter) {
    return Optional.ofNullable(retryAfter)
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Math.min(Long.parseLong(text), 86_400)));
  }
}
