package dev.journeygateway.notify;

import dev.journeygateway.database.Database;
import dev.journeygateway.disk.DiskSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * What alerts look at beside the figures of each part. Read from time to time, not at each look.
 */
final class AlertGauges implements MeterBinder {

  private record Figures(long deadLetters, long waiting, long longest) {}

  private final Database database;
  private final DiskSettings disk;
  private volatile Figures figures = new Figures(0, 0, 0);

  AlertGauges(Database database, DiskSettings disk) {
    this.database = database;
    this.disk = disk;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    gauge(meters, "journey_gateway_dead_letters", "Dead letters", Figures::deadLetters);
    gauge(
        meters,
        "journey_gateway_line_requests",
        "Requests that wait for the slot of their entry point",
        Figures::waiting);
    gauge(
        meters,
        "journey_gateway_line_longest",
        "Requests in the longest line of one entry point",
        Figures::longest);
    Gauge.builder(
            "journey_gateway_disk_free_bytes",
            disk,
            settings -> settings.dataDir().toFile().getUsableSpace())
        .description("Free space where the data folder is")
        .register(meters);
    Gauge.builder(
            "journey_gateway_disk_reserve_bytes",
            disk,
            settings -> settings.diskReserve().toBytes())
        .description("Free space below which writes are refused")
        .register(meters);
  }

  private void gauge(
      MeterRegistry meters, String name, String description, ToDoubleFunction<Figures> value) {
    Gauge.builder(name, this, all -> value.applyAsDouble(all.figures))
        .description(description)
        .register(meters);
  }

  /** Reads them again. */
  void refresh() {
    figures =
        database
            .read("find-alert-figures")
            .first(
                row ->
                    new Figures(
                        row.number("dead_letters"), row.number("waiting"), row.number("longest")))
            .orElseThrow();
  }
}
