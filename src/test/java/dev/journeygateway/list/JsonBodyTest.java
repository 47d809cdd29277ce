package dev.journeygateway.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonBodyTest {

  @Test
  void takesOffMarksAndControlZ() {
    assertThat(text("{\"a\":\"\u00fc\"}")).isEqualTo("{\"a\":\"\u00fc\"}");
    assertThat(text("\ufeff\ufeff{}\u001a\u001a")).isEqualTo("{}");
    assertThat(text("")).isEmpty();
    assertThat(text("\u001a")).isEmpty();
    assertThat(JsonBody.of(new byte[] {(byte) 0xef, (byte) 0xbb})).containsExactly(0xef, 0xbb);
  }

  @Test
  void decodesUtf16ThatHasAMark() {
    byte[] body = "\ufeff{\"a\":\"\u00fc\"}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(new String(JsonBody.of(body), StandardCharsets.UTF_8))
        .isEqualTo("{\"a\":\"\u00fc\"}");
  }

  @Test
  void leavesBytesThatAreNoTextToTheReader() {
    byte[] latin1 = {'{', (byte) 0xfc, '}'};
    assertThat(JsonBody.of(latin1)).isEqualTo(latin1);
  }

  private static String text(String body) {
    return new String(JsonBody.of(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
