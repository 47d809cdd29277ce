package dev.journeygateway.broker;

import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.outbox.AcceptedQueue;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ActiveMQSession;
import org.apache.activemq.LocalTransactionEventListener;
import org.messaginghub.pooled.jms.JmsPoolSession;
import org.springframework.jms.support.JmsUtils;

/**
 * The queue of accepted requests: persistent messages, all of a group in one broker transaction,
 * which is synced once when it commits.
 */
final class JmsAcceptedQueue implements AcceptedQueue {

  private final ConnectionFactory connections;
  private final String queue;
  private final FreeSpace space;

  JmsAcceptedQueue(ConnectionFactory connections, String queue, FreeSpace space) {
    this.connections = connections;
    this.queue = queue;
    this.space = space;
  }

  @Override
  public void put(List<AcceptedMessage> messages) {
    if (!space.enough()) {
      throw new BrokerUnavailableException(space.toString());
    }
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      OneTransaction transaction = OneTransaction.of(session);
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      for (AcceptedMessage message : messages) {
        producer.send(message(message, session));
      }
      session.commit();
      transaction.requireCommitted();
    } catch (JMSException e) {
      throw JmsUtils.convertJmsAccessException(e);
    }
  }

  private static TextMessage message(AcceptedMessage accepted, Session session)
      throws JMSException {
    TextMessage message = session.createTextMessage(accepted.body());
    if (accepted.requestUuid().isPresent()) {
      message.setJMSCorrelationID(accepted.requestUuid().get().toString());
    }
    for (Map.Entry<String, Object> property : accepted.properties().entrySet()) {
      message.setObjectProperty(property.getKey(), property.getValue());
    }
    return message;
  }

  /**
   * Tells whether a session's messages went into one transaction and that one was committed.
   *
   * <p>The client's commit is silent when there is nothing left to commit: when the broker refused
   * a message, the pool closes the connection and with it rolls the transaction back, and a commit
   * that comes in the same moment returns as if all were well (seen on 6.3.1 with a full store: the
   * message was gone and its sender told otherwise).
   */
  private static final class OneTransaction implements LocalTransactionEventListener {

    private int begun;
    private int committed;

    static OneTransaction of(Session pooled) throws JMSException {
      OneTransaction events = new OneTransaction();
      ((ActiveMQSession) ((JmsPoolSession) pooled).getInternalSession())
          .getTransactionContext()
          .setLocalTransactionEventListener(events);
      return events;
    }

    void requireCommitted() throws TransactionRolledBackException {
      if (begun != 1 || committed != 1) {
        throw new TransactionRolledBackException("the broker's transaction was taken back");
      }
    }

    @Override
    public void beginEvent() {
      begun++;
    }

    @Override
    public void commitEvent() {
      committed++;
    }

    @Override
    public void rollbackEvent() {
      // The commit that does not come tells enough.
    }
  }
}
