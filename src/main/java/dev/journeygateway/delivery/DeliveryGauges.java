package dev.journeygateway.delivery;

import dev.journeygateway.database.Database;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.DestinationCatalog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the metrics show of calls: how many there are in each state, and how old the oldest is that
 * waits. Read from time to time, for a count of millions is not made at each look.
 */
final class DeliveryGauges implements MeterBinder {

  private final Database database;
  private final DestinationCatalog destinations;
  private final DestinationReport report;
  private MultiGauge calls;
  private MultiGauge oldest;
  private MultiGauge stopped;

  DeliveryGauges(Database database, DestinationCatalog destinations, DestinationReport report) {
    this.database = database;
    this.destinations = destinations;
    this.report = report;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    calls =
        MultiGauge.builder("journey_gateway_deliveries")
            .description("Calls to destinations by their state")
            .register(meters);
    oldest =
        MultiGauge.builder("journey_gateway_delivery_oldest_seconds")
            .description("Age of the oldest call that waits")
            .register(meters);
    stopped =
        MultiGauge.builder("journey_gateway_destination_up")
            .description("1 while a destination is called, 0 while it is stopped or broken")
            .register(meters);
    Gauge.builder("journey_gateway_destinations", destinations, all -> all.all().size())
        .description("Destinations of the catalogue")
        .register(meters);
  }

  private record Count(String destination, String state, long calls) {}

  /** Reads them again. */
  void refresh() {
    List<Count> counts =
        database
            .read("count-calls-by-state")
            .list(
                row -> new Count(row.text("destination"), row.text("state"), row.number("calls")));
    calls.register(
        counts.stream()
            .<MultiGauge.Row<?>>map(
                one ->
                    MultiGauge.Row.of(
                        Tags.of("destination", one.destination(), "state", one.state()),
                        one.calls()))
            .toList(),
        true);
    List<MultiGauge.Row<?>> ages = new ArrayList<>();
    for (Destination destination : destinations.all()) {
      ages.add(MultiGauge.Row.of(Tags.of("destination", destination.name()), age(destination)));
    }
    oldest.register(ages, true);
    stopped.register(
        report.all().stream()
            .<MultiGauge.Row<?>>map(
                one ->
                    MultiGauge.Row.of(
                        Tags.of("destination", one.name()), one.state().equals("up") ? 1 : 0))
            .toList(),
        true);
  }

  private double age(Destination destination) {
    return database
        .read("find-oldest-waiting-call")
        .with("destination", destination.name())
        .first(
            row ->
                row.instant("created_at") == null
                    ? 0.0
                    : Duration.between(row.instant("created_at"), row.instant("now")).toMillis()
                        / 1000.0)
        .orElse(0.0);
  }
}
