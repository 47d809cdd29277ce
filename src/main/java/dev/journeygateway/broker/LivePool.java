package dev.journeygateway.broker;

import jakarta.jms.Connection;
import org.apache.activemq.ActiveMQConnection;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.messaginghub.pooled.jms.pool.PooledConnection;

/**
 * A pool that hands out no connection whose transport has failed. The pool itself learns of a
 * failure from the connection's listener, and a connection that fails before it has one stays for
 * as long as it is used (seen on 3.1.9 behind a proxy that accepts while the broker is away).
 */
final class LivePool extends JmsPoolConnectionFactory {

  @Override
  protected PooledConnection createPooledConnection(Connection connection) {
    return new PooledConnection(connection) {
      @Override
      public synchronized boolean idleTimeoutCheck() {
        if (connection instanceof ActiveMQConnection known && known.isTransportFailed()) {
          setHasExpired(true);
        }
        return super.idleTimeoutCheck();
      }
    };
  }
}
