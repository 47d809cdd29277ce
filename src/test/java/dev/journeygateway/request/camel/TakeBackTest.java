package dev.journeygateway.request.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.limit.Slot;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.GroupCommit;
import dev.journeygateway.request.Selector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the queue did not take is taken back. */
class TakeBackTest {

  private final CamelContext camel = new DefaultCamelContext();
  private final ExecutorService continuing = Executors.newSingleThreadExecutor();
  private final CountDownLatch databaseAnswers = new CountDownLatch(1);
  private final BlockingQueue<UUID> takenBack = new LinkedBlockingQueue<>();
  private final GroupCommit<AcceptedRequest, Boolean> group =
      new GroupCommit<>(
          "take-back", 1, 10, this::takeBack, failure -> false, (request, taken) -> {});
  private final AsyncProcessor step =
      (AsyncProcessor)
          new AcceptSteps().takeBackUnlessSeen(group, new SimpleMeterRegistry(), continuing);

  private List<Boolean> takeBack(List<AcceptedRequest> requests) {
    try {
      databaseAnswers.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    requests.forEach(request -> takenBack.add(request.requestUuid()));
    return List.of(true);
  }

  @AfterEach
  void stop() {
    group.close();
    continuing.shutdown();
    camel.stop();
  }

  private Exchange exchange() {
    Exchange exchange = new DefaultExchange(camel);
    new StartExchange(exchange)
        .accepted(
            new AcceptedRequest(
                UUID.randomUUID(),
                "http",
                new Slot("welcome", "api"),
                "APP01-00001",
                new Selector.Filter("Tag(\"City\").eq(\"Rome\")"),
                Map.of(),
                Instant.EPOCH,
                Optional.empty()));
    return exchange;
  }

  /** What stayed would keep its slot, and enter should it be on the queue after all. */
  @Test
  void isDoneAlsoBehindCallersWhoWereToldThatItTookTooLong() throws Exception {
    Exchange underWay = exchange();
    Exchange inTheLine = exchange();
    CountDownLatch told = new CountDownLatch(2);
    step.process(underWay, done -> told.countDown());
    step.process(inTheLine, done -> told.countDown());
    assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(inTheLine.getException()).isInstanceOf(TimeoutException.class);

    databaseAnswers.countDown();

    for (Exchange each : List.of(underWay, inTheLine)) {
      assertThat(takenBack.poll(30, TimeUnit.SECONDS))
          .isEqualTo(new StartExchange(each).accepted().requestUuid());
    }
  }
}
