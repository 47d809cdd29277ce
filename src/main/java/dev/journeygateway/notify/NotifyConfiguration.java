package dev.journeygateway.notify;

import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.disk.DiskSettings;
import dev.journeygateway.journey.References;
import dev.journeygateway.journey.WebhookSettings;
import dev.journeygateway.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Webhooks. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotifySettings.class)
class NotifyConfiguration {

  /** Beyond the time that an attempt may take: for writing down what came of it. */
  private static final Duration SPARE = Duration.ofSeconds(15);

  @Bean
  WebhookMessages webhookMessages(Database database, WebhookSettings settings) {
    return new WebhookMessages(
        database, new RetryPlan(RandomGenerator.getDefault()), settings.timeout().plus(SPARE));
  }

  @Bean
  WebhookClient webhookClient(
      Environment environment, WebhookSettings settings, NotifySettings notify)
      throws NoSuchAlgorithmException {
    return new WebhookClient(
        new References(environment),
        settings.internal(),
        new ReceiverAddresses(settings.internal(), InetAddress::getAllByName),
        notify,
        settings.timeout(),
        settings.parallel(),
        SSLContext.getDefault(),
        Clock.systemUTC());
  }

  @Bean
  WebhookSender webhookSender(
      WebhookMessages messages,
      WebhookClient client,
      WebhookSettings settings,
      Traces traces,
      MeterRegistry meters) {
    return new WebhookSender(messages, client, settings.parallel(), traces, meters);
  }

  @Bean
  Webhooks webhooks(Database database, Audit audit) {
    return new Webhooks(database, audit);
  }

  @Bean
  WebhookGauges webhookGauges(Database database) {
    return new WebhookGauges(database);
  }

  @Bean
  AlertGauges alertGauges(Database database, DiskSettings disk) {
    return new AlertGauges(database, disk);
  }
}
