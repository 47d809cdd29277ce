package dev.journeygateway.broker;

import java.time.Instant;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.MessageReference;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.broker.region.policy.SharedDeadLetterStrategy;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages of the gateway's queues from ending where nobody looks. A broker drops what has
 * expired, or puts it on {@code ActiveMQ.DLQ}; here no message on a queue of ours expires. When it
 * was to expire travels with it, and the queue door refuses it by that, as it refuses others.
 */
final class NothingUnseen implements BrokerPlugin {

  private static final Logger LOG = LoggerFactory.getLogger(NothingUnseen.class);

  private final Channels channels;

  NothingUnseen(Channels channels) {
    this.channels = channels;
  }

  @Override
  public Broker installPlugin(Broker broker) {
    return new Filter(broker);
  }

  private final class Filter extends BrokerFilter {

    Filter(Broker next) {
      super(next);
    }

    @Override
    public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
      if (message.getExpiration() > 0 && channels.has(queue(message))) {
        message.setProperty(
            ExpiryOfMessage.PROPERTY, Instant.ofEpochMilli(message.getExpiration()).toString());
        message.setExpiration(0);
      }
      super.send(exchange, message);
    }

    @Override
    public boolean sendToDeadLetterQueue(
        ConnectionContext context,
        MessageReference reference,
        Subscription subscription,
        Throwable cause) {
      String queue = queue(reference.getMessage());
      LOG.info("A message leaves {}: {}", queue, cause == null ? "" : cause.getMessage());
      return super.sendToDeadLetterQueue(context, reference, subscription, cause);
    }
  }

  private static String queue(Message message) {
    return message.getDestination().getPhysicalName();
  }

  /**
   * Where a message goes that the broker gives up: from our queues to the two that are looked at.
   * What nobody fetches elsewhere, an answer say, is dropped.
   */
  SharedDeadLetterStrategy strategy() {
    return new Strategy();
  }

  private final class Strategy extends SharedDeadLetterStrategy {

    Strategy() {
      setProcessNonPersistent(true);
      // A message that comes twice is recognised where it is processed.
      setEnableAudit(false);
    }

    @Override
    public boolean isSendToDeadLetterQueue(Message message) {
      return channels.has(queue(message)) && super.isSendToDeadLetterQueue(message);
    }

    @Override
    public ActiveMQDestination getDeadLetterQueueFor(Message message, Subscription subscription) {
      String from = queue(message);
      boolean ofTheDoor = from.equals(channels.requests()) || from.equals(channels.refused());
      return new ActiveMQQueue(ofTheDoor ? channels.refused() : channels.dead());
    }
  }
}
