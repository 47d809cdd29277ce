package dev.journeygateway.request.camel;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * A step that joins the group which is about to commit and lets its thread go; the route goes on
 * when the group's commit is through.
 */
final class GroupedStep<T, R> extends AsyncProcessorSupport {

  private final Function<T, CompletableFuture<R>> group;
  private final Function<StartExchange, T> item;
  private final BiConsumer<StartExchange, R> result;
  private final Duration deadline;
  private final Timer timer;
  private final Executor continuing;

  /**
   * @param group puts an item in the line of those that are committed together; the item leaves it
   *     when its future is done before
   * @param item what of the exchange is committed
   * @param result takes the group's answer into the exchange; what it throws fails the exchange
   * @param deadline after which the exchange fails, although the commit may still come
   * @param timer how long an exchange waits here
   * @param continuing runs the rest of the route, so that the committing thread can go on to its
   *     next group
   */
  GroupedStep(
      Function<T, CompletableFuture<R>> group,
      Function<StartExchange, T> item,
      BiConsumer<StartExchange, R> result,
      Duration deadline,
      Timer timer,
      Executor continuing) {
    this.group = group;
    this.item = item;
    this.result = result;
    this.deadline = deadline;
    this.timer = timer;
    this.continuing = continuing;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    StartExchange start = new StartExchange(exchange);
    Timer.Sample sample = Timer.start();
    group
        .apply(item.apply(start))
        .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .whenCompleteAsync(
            (answer, failure) -> {
              sample.stop(timer);
              if (failure != null) {
                exchange.setException(failure);
              } else {
                try {
                  result.accept(start, answer);
                } catch (RuntimeException e) {
                  exchange.setException(e);
                }
              }
              callback.done(false);
            },
            continuing);
    return false;
  }
}
