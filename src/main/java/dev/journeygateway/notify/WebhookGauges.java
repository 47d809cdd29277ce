package dev.journeygateway.notify;

import dev.journeygateway.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the metrics show of webhooks. Read from time to time, by the gateways that send. */
final class WebhookGauges implements MeterBinder {

  private final Database database;
  private MultiGauge waiting;
  private MultiGauge failed;
  private MultiGauge oldest;

  WebhookGauges(Database database) {
    this.database = database;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    waiting =
        MultiGauge.builder("journey_gateway_webhook_waiting")
            .description("Messages that wait to be sent to a webhook")
            .register(meters);
    failed =
        MultiGauge.builder("journey_gateway_webhook_failed")
            .description("Messages to a webhook that were given up and can be replayed")
            .register(meters);
    oldest =
        MultiGauge.builder("journey_gateway_webhook_oldest_seconds")
            .description("Age of the oldest message that waits for a webhook")
            .register(meters);
  }

  private record Figures(String id, long waiting, long failed, double oldest) {}

  /** Reads them again. */
  void refresh() {
    List<Figures> all =
        database
            .read("find-webhook-figures")
            .list(
                row -> {
                  Instant first = row.instant("oldest_waiting_at");
                  return new Figures(
                      row.text("id"),
                      row.number("waiting"),
                      row.number("failed"),
                      first == null
                          ? 0
                          : Duration.between(first, row.instant("now")).toMillis() / 1000.0);
                });
    show(waiting, all, Figures::waiting);
    show(failed, all, Figures::failed);
    show(oldest, all, Figures::oldest);
  }

  private static void show(MultiGauge gauge, List<Figures> all, ToDoubleFunction<Figures> value) {
    gauge.register(
        all.stream()
            .<MultiGauge.Row<?>>map(
                one -> MultiGauge.Row.of(Tags.of("webhook", one.id()), value.applyAsDouble(one)))
            .toList(),
        true);
  }
}
