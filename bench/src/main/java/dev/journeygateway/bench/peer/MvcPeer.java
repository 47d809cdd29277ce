package dev.journeygateway.bench.peer;

import java.nio.file.Path;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * A Spring Boot application with one hand-written controller and JmsTemplate.
 *
 * <p>Start it without Camel's jars on the class path. Arguments are Spring's; alone they leave the
 * connection to Spring Boot, and the broker, too, where its URL embeds one. {@code --pool=N} makes
 * it a pool of N connections, {@code --tuned=true} embeds a broker with the gateway's settings.
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
  @ConditionalOnProperty("tuned")
  BrokerService broker() throws Exception {
    return SyncedBroker.start(Path.of("broker"));
  }

  /**
   * Several connections, because one makes senders wait for each other's sync instead of sharing
   * it.
   */
  @Bean(destroyMethod = "stop")
  @ConditionalOnProperty("pool")
  JmsPoolConnectionFactory connectionFactory(
      @Value("${spring.activemq.broker-url}") String url, @Value("${pool}") int connections) {
    JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
    pool.setConnectionFactory(new ActiveMQConnectionFactory(url));
    pool.setMaxConnections(connections);
    return pool;
  }
}
