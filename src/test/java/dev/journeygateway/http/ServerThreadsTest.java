package dev.journeygateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ServerThreadsTest {

  private final ServerThreads server = new ServerThreads();

  @Test
  void theThreadThatAsksIsNotAnother() {
    server.run(() -> assertThat(server.isAnother()).isFalse());
    assertThat(server.isAnother()).isFalse();
  }

  /** The last of a body may come, on a second thread, before the first has looked for it. */
  @Test
  void oneThatIsBackDoesNotHideOneThatIsNot() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    Thread first =
        new Thread(
            () ->
                server.run(
                    () -> {
                      working.countDown();
                      awaited(back);
                    }));
    first.start();
    working.await();

    server.run(() -> {});

    assertThat(server.isAnother()).isTrue();
    back.countDown();
    first.join();
    assertThat(server.isAnother()).isFalse();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
