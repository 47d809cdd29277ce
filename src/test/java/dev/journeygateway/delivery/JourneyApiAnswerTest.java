package dev.journeygateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.delivery.CallAnswer.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of answers, row by row. */
class JourneyApiAnswerTest {

  private static CallAnswer answer(int status, String message) {
    return JourneyApiAnswer.of(status, "{\"message\": \"" + message + "\"}", null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | Enhance your calm! only one request per minute is allowed | WAITING
          429 | whatever | WAITING
          400 | Journey is not running | HELD
          400 | point is deactivated | HELD
          400 | zero api start points | HELD
          400 | there is more then one api start point | HELD
          400 | unknown attribute: colour | REFUSED
          404 | journey not found | REFUSED
          413 | too large | REFUSED
          422 | other body | REFUSED
          401 | invalid api token | STOPPED
          403 | no | STOPPED
          408 | timeout | FAILED
          409 | the first is still being decided | FAILED
          500 | internal error | FAILED
          503 | try again later | FAILED
          302 | moved | FAILED
          200 | a captive portal | UNKNOWN
          999 | garbage | UNKNOWN
          """)
  void meansWhatTheTableSays(int status, String message, Kind kind) {
    assertThat(answer(status, message).kind()).isEqualTo(kind);
  }

  @Test
  void keepsTheNameThatTheDestinationGave() {
    CallAnswer answer =
        JourneyApiAnswer.of(
            200, "{\"request_uuid\": \"9f8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d\"}", null);

    assertThat(answer.kind()).isEqualTo(Kind.DELIVERED);
    assertThat(answer.remoteUuid().orElseThrow())
        .hasToString("9f8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d");
  }

  @Test
  void believesNo200ThatIsCutOrGarbled() {
    assertThat(JourneyApiAnswer.of(200, "{\"request_uuid\": \"9f8b7c6d-5e", null).kind())
        .isEqualTo(Kind.UNKNOWN);
    assertThat(JourneyApiAnswer.of(200, "<html>hello</html>", null).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(JourneyApiAnswer.of(200, null, null).kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void heedsRetryAfterInSecondsAlone() {
    assertThat(JourneyApiAnswer.of(429, "", "7").retryAfter()).hasValue(Duration.ofSeconds(7));
    assertThat(JourneyApiAnswer.of(429, "", "999999").retryAfter()).hasValue(Duration.ofDays(1));
    assertThat(JourneyApiAnswer.of(429, "", "Mon, 30 Nov 2026 09:00:00 GMT").retryAfter())
        .isEmpty();
  }
}
