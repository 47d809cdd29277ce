package dev.journeygateway.outbox;

import dev.journeygateway.database.Database;
import dev.journeygateway.outage.Vital;
import dev.journeygateway.process.ProcessLease;
import dev.journeygateway.trace.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How accepted requests get onto the queue. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({OutboxSettings.class, ChunkSettings.class})
class OutboxConfiguration {
  private static final long MOST_KEPT = 64L << 20;

  @Bean
  AcceptedMessages acceptedMessages(ChunkSettings settings) {
    return new AcceptedMessages(settings.chunkSize());
  }

  @Bean
  Outbox outbox(Database database, ProcessLease lease) {
    return new Outbox(database, lease);
  }

  @Bean(initMethod = "start")
  OutboxSender outboxSender(
      Outbox outbox,
      AcceptedQueue queue,
      ProcessLease lease,
      OutboxSettings settings,
      Traces traces) {
    return new OutboxSender(
        outbox,
        queue,
        lease,
        settings,
        Math.min(MOST_KEPT, Runtime.getRuntime().maxMemory() / 8),
        traces);
  }

  @Bean
  MeterBinder outboxGauges(OutboxSender sender) {
    return meters -> {
      Gauge.builder("journey_gateway_outbox_messages", sender, OutboxSender::messages)
          .register(meters);
      Gauge.builder("journey_gateway_outbox_bytes", sender, OutboxSender::characters)
          .register(meters);
      Gauge.builder("journey_gateway_outbox_oldest_seconds", sender, OutboxSender::oldestSeconds)
          .register(meters);
    };
  }

  @Bean
  Vital outboxVital(OutboxSender sender) {
    return () ->
        sender.ended()
            ? Optional.of("the threads that send accepted requests have ended")
            : Optional.empty();
  }
}
