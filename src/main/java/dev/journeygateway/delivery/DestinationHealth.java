package dev.journeygateway.delivery;

import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/**
 * Down while a destination refuses its token or cannot be reached. One that an operator stopped is
 * shown, and is nobody's fault.
 */
final class DestinationHealth extends AbstractHealthIndicator {

  private final DestinationReport report;

  DestinationHealth(DestinationReport report) {
    super("the destinations cannot be read");
    this.report = report;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    builder.up();
    for (DestinationReport.Shown one : report.all()) {
      boolean byHand = one.stoppedBecause().filter(DestinationStates.BY_HAND::equals).isPresent();
      if (!one.state().equals("up") && !byHand) {
        builder.down();
      }
      builder.withDetail(
          one.name(), one.state() + one.stoppedBecause().map(because -> ": " + because).orElse(""));
    }
  }
}
