package dev.journeygateway.broker;

import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.request.AcceptedMessages.Chunk;
import dev.journeygateway.request.AcceptedQueue;
import dev.journeygateway.request.AcceptedRequest;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.ActiveMQSession;
import org.apache.activemq.LocalTransactionEventListener;
import org.messaginghub.pooled.jms.JmsPoolSession;
import org.springframework.jms.support.JmsUtils;

/**
 * The queue of accepted requests: persistent messages, all chunks of a group in one broker
 * transaction, which is synced once when it commits.
 */
final class JmsAcceptedQueue implements AcceptedQueue {

  private final ConnectionFactory connections;
  private final String queue;
  private final Duration patience;
  private final FreeSpace space;

  JmsAcceptedQueue(
      ConnectionFactory connections, String queue, Duration patience, FreeSpace space) {
    this.connections = connections;
    this.queue = queue;
    this.patience = patience;
    this.space = space;
  }

  @Override
  public Duration patience() {
    return patience;
  }

  @Override
  public void put(List<Chunk> chunks) {
    if (!space.enough()) {
      throw new BrokerUnanswered(space.toString());
    }
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      OneTransaction transaction = OneTransaction.of(session);
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      for (Chunk chunk : chunks) {
        producer.send(message(chunk, session));
      }
      session.commit();
      transaction.requireCommitted();
    } catch (JMSException e) {
      throw JmsUtils.convertJmsAccessException(e);
    }
  }

  private static TextMessage message(Chunk chunk, Session session) throws JMSException {
    AcceptedRequest request = chunk.request();
    TextMessage message = session.createTextMessage(chunk.body());
    message.setJMSCorrelationID(request.requestUuid().toString());
    message.setStringProperty("request_uuid", request.requestUuid().toString());
    message.setStringProperty("journey_id", request.slot().journeyId());
    message.setStringProperty("entry_point_id", request.slot().entryPointId());
    message.setStringProperty("application_code", request.applicationCode());
    message.setStringProperty("door", request.door());
    message.setIntProperty("chunk", chunk.chunk());
    if (chunk.last()) {
      message.setIntProperty("chunks", chunk.chunk());
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
