package dev.journeygateway.bench.peer;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jms.core.JmsTemplate;

/**
 * A Spring Boot application with one hand-written controller, JmsTemplate, a pool and an embedded
 * broker.
 *
 * <p>Start it without Camel's jars on the class path. Arguments are Spring's, {@code
 * --connections=N} for the pool and {@code --plain=true} for a broker without the gateway's tuning.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(MvcController.class)
public class MvcPeer {

  public static void main(String[] arguments) {
    Peers.takeStandardOutput();
    Peers.endWithParent();
    SpringApplication.run(MvcPeer.class, arguments);
  }

  @Bean(destroyMethod = "stop")
  BrokerService broker(@Value("${plain:false}") boolean plain) throws Exception {
    return SyncedBroker.start(Path.of("broker"), plain);
  }

  /**
   * Several connections, because one makes senders wait for each other's sync instead of sharing
   * it.
   */
  @Bean(destroyMethod = "stop")
  JmsPoolConnectionFactory connectionFactory(
      BrokerService broker, @Value("${connections:1}") int connections) {
    JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
    pool.setConnectionFactory(new ActiveMQConnectionFactory(SyncedBroker.URL));
    pool.setMaxConnections(connections);
    return pool;
  }

  @Bean
  JmsTemplate jmsTemplate(ConnectionFactory connections) {
    return new JmsTemplate(connections);
  }
}
