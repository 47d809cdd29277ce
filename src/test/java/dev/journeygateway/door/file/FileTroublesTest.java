package dev.journeygateway.door.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FileTroublesTest {

  private final AtomicLong nanos = new AtomicLong();
  private final FileTroubles troubles = new FileTroubles(new SimpleMeterRegistry(), nanos::get);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      troubles.failed("inbox", "bad", "inbox/bad", new IOException("broken"));
    }
  }

  private static long told(CapturedOutput log) {
    return log.getAll().lines().filter(line -> line.contains("inbox/bad waits")).count();
  }

  @Test
  void tellsOfATroubleOnceAndAgainOnlyNowAndThen(CapturedOutput log) {
    fail(1_000);
    assertThat(told(log)).isEqualTo(1);

    nanos.addAndGet(Duration.ofMinutes(31).toNanos());
    fail(1_000);
    assertThat(told(log)).isEqualTo(2);
  }

  @Test
  void callsAnInboxSilentWhereNothingIsTakenSinceTheTroubleBegan() {
    fail(3);
    assertThat(troubles.silent()).containsEntry("inbox", "inbox/bad: broken");

    nanos.incrementAndGet();
    troubles.taken("inbox");
    fail(3);
    assertThat(troubles.silent()).isEmpty();
  }

  @Test
  void callsAnInboxSilentWhoseLookDoesNotEnd() {
    troubles.lookBegins("inbox");
    nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    assertThat(troubles.silent()).containsKey("inbox");

    troubles.lookEnds("inbox");
    assertThat(troubles.silent()).isEmpty();
  }

  @Test
  void forgetsWhatIsGone() {
    fail(3);
    troubles.keep("inbox", path -> false);
    assertThat(troubles.silent()).isEmpty();
  }

  @Test
  void saysInWordsWhatAnExceptionMeans() {
    assertThat(FileTroubles.reason(new NoSuchFileException("/in/a\nb")))
        .isEqualTo("/in/a_b, there is no such file or folder");
    assertThat(FileTroubles.reason(new AccessDeniedException("/in", null, "no right to write")))
        .isEqualTo("/in: no right to write");
    assertThat(FileTroubles.reason(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
