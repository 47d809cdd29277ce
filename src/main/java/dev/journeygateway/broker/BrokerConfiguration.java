package dev.journeygateway.broker;

import dev.journeygateway.disk.DiskSettings;
import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.outbox.AcceptedQueue;
import jakarta.jms.ConnectionFactory;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.BrokerService;
import org.apache.camel.component.activemq6.ActiveMQComponent;
import org.apache.camel.component.jms.ConsumerType;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The broker, embedded or outside, and the ways to it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({BrokerSettings.class, Channels.class})
class BrokerConfiguration {

  /**
   * Started first and stopped last, when nothing is sent or consumed any more; absent when the
   * broker is outside.
   */
  @Bean(destroyMethod = "stop")
  BrokerHandle broker(
      @Value("${spring.activemq.broker-url:}") String url,
      DiskSettings disk,
      BrokerSettings settings,
      Channels channels)
      throws Exception {
    if (!url.isBlank()) {
      if (!settings.connectors().configured().isEmpty()) {
        throw new IllegalArgumentException(
            "gateway.broker.connectors are the embedded broker's; spring.activemq.broker-url names"
                + " another broker");
      }
      return new BrokerHandle(null, BrokerUrl.decide(url, settings.sendTimeout()), null);
    }
    String password = OutsideConnectors.password();
    KeptBroker broker =
        new KeptBroker(
            () -> {
              BrokerService made = EmbeddedBroker.at(disk.dataDir().resolve("broker"), channels);
              OutsideConnectors.add(made, settings, channels, password);
              return made;
            });
    broker.start();
    return new BrokerHandle(broker, EmbeddedBroker.URL, password);
  }

  /** The embedded broker, where there is one, and the address of whichever is used. */
  record BrokerHandle(KeptBroker embedded, String url, String ownPassword) {

    void stop() throws Exception {
      if (embedded != null) {
        embedded.stop();
      }
    }
  }

  @Bean
  ActiveMQConnectionFactory activeMqConnectionFactory(
      BrokerHandle broker,
      BrokerSettings settings,
      @Value("${spring.activemq.user:}") String user,
      @Value("${spring.activemq.password:}") String password) {
    ActiveMQConnectionFactory factory = new UninterruptedConnectionFactory(broker.url());
    if (broker.embedded() != null) {
      factory.setUserName(OutsideConnectors.OURSELVES);
      factory.setPassword(broker.ownPassword());
    } else if (!user.isBlank()) {
      factory.setUserName(user);
      factory.setPassword(password);
    }
    // Behind the URL's own options, so that none of them weakens what is stored.
    factory.setUseAsyncSend(false);
    factory.setOptimizeAcknowledge(false);
    factory.setSendTimeout((int) settings.sendTimeout().toMillis());
    factory.setConnectResponseTimeout((int) settings.sendTimeout().toMillis());
    factory.setCloseTimeout(1000);
    factory.setWatchTopicAdvisories(false);
    factory.setTrustAllPackages(false);
    factory.setTrustedPackages(java.util.List.of());
    RedeliveryPolicy again = new RedeliveryPolicy();
    // How often is the route's decision (error-handling): while the database is away a message is
    // tried for ever.
    again.setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
    again.setInitialRedeliveryDelay(200);
    again.setRedeliveryDelay(200);
    again.setUseExponentialBackOff(true);
    again.setBackOffMultiplier(2);
    again.setMaximumRedeliveryDelay(5000);
    factory.setRedeliveryPolicy(again);
    return factory;
  }

  @Bean(destroyMethod = "stop")
  @Primary
  JmsPoolConnectionFactory connectionFactory(
      ActiveMQConnectionFactory activeMq, BrokerSettings settings) {
    JmsPoolConnectionFactory pool = new LivePool();
    pool.setConnectionFactory(activeMq);
    pool.setMaxConnections(1);
    pool.setMaxSessionsPerConnection(settings.sessions());
    pool.setBlockIfSessionPoolIsFullTimeout(settings.sendTimeout().toMillis());
    return pool;
  }

  /** {@code activemq6:} in the routes. */
  @Bean
  ActiveMQComponent activemq6(ConnectionFactory connectionFactory) {
    ActiveMQComponent component = new ActiveMQComponent();
    component.setConnectionFactory(connectionFactory);
    component.setDeliveryPersistent(true);
    component.setTransacted(true);
    component.setLazyCreateTransactionManager(false);
    component.setMessageConverter(new PlainTextConverter());
    component.setHeaderFilterStrategy(new OutsideHeaders());
    component.setConsumerType(ConsumerType.Custom);
    component.setMessageListenerContainerFactory(LastingConsumers::new);
    return component;
  }

  /**
   * For accepted requests, which travel in transactions: what the broker does not take there fails
   * the commit, so a send need not wait for its answer, and a time-out for each would make it (seen
   * on 6.3.1: a round trip a message).
   */
  @Bean(destroyMethod = "stop")
  JmsPoolConnectionFactory transactedConnectionFactory(
      ActiveMQConnectionFactory activeMq, BrokerHandle broker) {
    ActiveMQConnectionFactory transacted = activeMq.copy();
    transacted.setSendTimeout(0);
    if (broker.embedded() != null) {
      // The sender's thread does the broker's work itself instead of waking another for it.
      transacted.setBrokerURL(broker.url() + "&async=false");
    }
    JmsPoolConnectionFactory pool = new LivePool();
    pool.setConnectionFactory(transacted);
    return pool;
  }

  @Bean
  AcceptedQueue acceptedQueue(
      @Qualifier("transactedConnectionFactory") JmsPoolConnectionFactory transacted,
      Channels channels,
      BrokerHandle broker,
      FreeSpace freeSpace) {
    return new JmsAcceptedQueue(
        transacted,
        channels.accepted(),
        // What is sent was begun while the whole reserve was there.
        broker.embedded() == null ? FreeSpace.UNBOUNDED : freeSpace.half());
  }

  @Bean
  HealthIndicator brokerHealthIndicator(
      ActiveMQConnectionFactory activeMq, BrokerHandle broker, FreeSpace freeSpace) {
    return new BrokerHealth(activeMq, broker.embedded() == null ? FreeSpace.UNBOUNDED : freeSpace);
  }

  /** Messages that wait on a queue of the embedded broker; empty where the broker is outside. */
  @Bean
  QueueDepth queueDepth(BrokerHandle broker) {
    return new QueueDepth(broker.embedded());
  }
}
