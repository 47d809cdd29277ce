package dev.journeygateway.broker;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.transport.FutureResponse;
import org.apache.activemq.transport.ResponseCallback;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportFilter;

/**
 * Makes connections whose commands reach the broker also from a thread that was interrupted. A
 * consumer that such a thread closes must be known to be closed: else the broker keeps for it what
 * it was given, and nobody gets that for as long as the connection is used by others (seen on 6.3.1
 * with the connections of a pool).
 */
final class UninterruptedConnectionFactory extends ActiveMQConnectionFactory {

  UninterruptedConnectionFactory(String url) {
    super(url);
  }

  @Override
  protected Transport createTransport() throws JMSException {
    return new Uninterrupted(super.createTransport());
  }

  /** The interrupt is not lost: it is the thread's again when the command is out. */
  private static final class Uninterrupted extends TransportFilter {

    Uninterrupted(Transport next) {
      super(next);
    }

    @Override
    public void oneway(Object command) throws IOException {
      out(
          () -> {
            next.oneway(command);
            return null;
          });
    }

    @Override
    public FutureResponse asyncRequest(Object command, ResponseCallback callback)
        throws IOException {
      return out(() -> next.asyncRequest(command, callback));
    }

    /** An interrupt while it waits for the answer fails the connection, which the broker sees. */
    @Override
    public Object request(Object command) throws IOException {
      return asyncRequest(command, null).getResult();
    }

    @Override
    public Object request(Object command, int timeoutMillis) throws IOException {
      return asyncRequest(command, null).getResult(timeoutMillis);
    }

    private static <T> T out(Sending<T> sending) throws IOException {
      boolean interrupted = Thread.interrupted();
      try {
        return sending.send();
      } catch (InterruptedIOException e) {
        // It came in this moment, and nothing was sent.
        interrupted = true;
        Thread.interrupted();
        return sending.send();
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private interface Sending<T> {
      T send() throws IOException;
    }
  }
}
