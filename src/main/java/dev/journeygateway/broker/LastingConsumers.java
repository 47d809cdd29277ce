package dev.journeygateway.broker;

import java.util.concurrent.TimeUnit;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOffExecution;

/**
 * The consumers of a queue, which look for their broker for as long as it takes. Spring's end for
 * good where one of their threads is interrupted meanwhile.
 */
final class LastingConsumers extends DefaultJmsMessageListenerContainer {
  private static final Logger LOG = LoggerFactory.getLogger(LastingConsumers.class);

  LastingConsumers(JmsEndpoint endpoint) {
    super(endpoint);
  }

  @Override
  protected boolean applyBackOffTime(BackOffExecution execution) {
    long millis = execution.nextBackOff();
    if (millis == BackOffExecution.STOP) {
      return false;
    }
    lifecycleLock.lock();
    try {
      // A stop signals it.
      boolean signalled = isRunning() && lifecycleCondition.await(millis, TimeUnit.MILLISECONDS);
      LOG.trace("Looks for the broker again, {}", signalled);
    } catch (InterruptedException e) {
      LOG.warn("A consumer was interrupted while it looked for its broker; it goes on");
    } finally {
      lifecycleLock.unlock();
    }
    return true;
  }
}
