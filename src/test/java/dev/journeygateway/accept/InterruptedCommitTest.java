package dev.journeygateway.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InterruptedCommitTest {

  @Test
  void commitsAGroupOnAThreadThatWasInterruptedBefore() {
    GroupCommit<String, Boolean> group =
        new GroupCommit<>(
            "test",
            8,
            8,
            item -> 1,
            8,
            items -> List.of(Thread.currentThread().isInterrupted()),
            failure -> false,
            (item, result) -> {},
            Runnable::run,
            Runnable::run);
    AtomicReference<Boolean> interrupted = new AtomicReference<>();

    Thread.currentThread().interrupt();
    group.submit("one", Duration.ofSeconds(1), (result, failure) -> interrupted.set(result));

    assertThat(interrupted).hasValue(false);
    assertThat(Thread.interrupted()).isFalse();
  }
}
