package dev.journeygateway.broker;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Runs calls to the broker on a few threads of their own and gives up on those it does not answer,
 * so that a broker that hangs keeps none of a caller's threads. A call that was given up may still
 * take effect.
 */
final class BrokerCalls implements AutoCloseable {

  private final Duration patience;
  private final ThreadPoolExecutor threads;

  /**
   * @param most calls that may be under way at a time; past it they are refused at once
   */
  BrokerCalls(String name, int most, Duration patience) {
    this.patience = patience;
    CustomizableThreadFactory factory = new CustomizableThreadFactory(name + "-");
    factory.setDaemon(true);
    threads =
        new ThreadPoolExecutor(0, most, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
  }

  /**
   * The call's answer.
   *
   * @throws BrokerUnavailableException when it did not come in time
   * @throws java.util.concurrent.RejectedExecutionException when too many calls hang already
   * @throws RuntimeException as the call threw it
   */
  <T> T within(Callable<T> call) {
    Future<T> answer = threads.submit(call);
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new BrokerUnavailableException(
          "the broker did not answer within " + patience.toMillis() + " ms");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new BrokerUnavailableException("interrupted while the broker was asked");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new BrokerUnavailableException(String.valueOf(e.getCause()));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
