package dev.journeygateway.broker;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.command.ActiveMQQueue;

/** How many messages wait on a queue of the embedded broker. */
public final class QueueDepth {

  private final KeptBroker embedded;

  /**
   * @param embedded null where the broker is outside
   */
  QueueDepth(KeptBroker embedded) {
    this.embedded = embedded;
  }

  /**
   * Messages on the queue, those under way to a consumer included; empty where the broker is
   * outside.
   */
  public OptionalLong of(String queue) {
    Optional<BrokerService> broker = broker();
    if (broker.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      Destination destination = broker.get().getDestination(new ActiveMQQueue(queue));
      return destination == null
          ? OptionalLong.of(0)
          : OptionalLong.of(destination.getDestinationStatistics().getMessages().getCount());
    } catch (Exception e) {
      return OptionalLong.empty();
    }
  }

  /** The embedded broker; empty where it is outside. */
  public Optional<BrokerService> broker() {
    return embedded == null ? Optional.empty() : embedded.running();
  }
}
