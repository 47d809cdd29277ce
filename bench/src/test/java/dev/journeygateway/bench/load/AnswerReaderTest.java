package dev.journeygateway.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

  private static final String BY_LENGTH =
      "HTTP/1.1 200 \r\nDate: now\r\ncontent-length: 7\r\n\r\n{\"a\":1}";
  private static final String BY_CHUNKS =
      "HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
          + "5\r\n{\"a\":\r\nA\r\n1234567890\r\n0\r\n\r\n";
  private static final String EMPTY = "HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n";
  private static final String NO_CONTENT = "HTTP/1.1 204 \r\n\r\n";

  private final AnswerReader reader = new AnswerReader();

  @ParameterizedTest
  @ValueSource(strings = {BY_LENGTH, BY_CHUNKS, EMPTY, NO_CONTENT})
  void findsTheEndWhereverTheAnswerIsCut(String answer) {
    for (int cut = 1; cut < answer.length(); cut++) {
      reader.reset();
      assertThat(add(answer.substring(0, cut))).as("cut at " + cut).isFalse();
      assertThat(add(answer.substring(cut))).as("cut at " + cut).isTrue();
    }
  }

  @Test
  void readsStatusAndBody() {
    add(BY_LENGTH);
    assertThat(reader.status()).isEqualTo(200);
    assertThat(reader.body()).isEqualTo("{\"a\":1}");
    assertThat(reader.closing()).isFalse();
  }

  @Test
  void seesThatTheServerCloses() {
    add(BY_CHUNKS);
    assertThat(reader.status()).isEqualTo(400);
    assertThat(reader.closing()).isTrue();
  }

  @Test
  void growsWithALongAnswer() {
    String body = "x".repeat(100_000);
    assertThat(add("HTTP/1.1 200 \r\nContent-Length: 100000\r\n\r\n" + body)).isTrue();
    assertThat(reader.body()).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\nand so on\r\n\r\n",
        "HTTP/1.1 200 \r\nDate: now\r\n\r\n",
        BY_LENGTH + "x"
      })
  void refusesWhatIsNotOneAnswer(String bytes) {
    assertThatThrownBy(() -> add(bytes)).isInstanceOf(IllegalStateException.class);
  }

  private boolean add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    boolean whole = false;
    int done = 0;
    while (done < bytes.length) {
      byte[] room = reader.room();
      int count = Math.min(bytes.length - done, room.length - reader.filled());
      System.arraycopy(bytes, done, room, reader.filled(), count);
      whole = reader.add(count);
      done += count;
    }
    return whole;
  }
}
