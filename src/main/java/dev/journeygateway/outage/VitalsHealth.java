package dev.journeygateway.outage;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

/** Down when nothing but a restart would help, which liveness tells to whatever restarts. */
final class VitalsHealth extends AbstractHealthIndicator {

  private static final Logger LOG = LoggerFactory.getLogger(VitalsHealth.class);

  private final List<Vital> vitals;
  private final AtomicBoolean told = new AtomicBoolean();

  VitalsHealth(List<Vital> vitals) {
    super("a vital part cannot be asked");
    this.vitals = vitals;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    builder.up();
    for (Vital vital : vitals) {
      Optional<String> lost = vital.lost();
      if (lost.isPresent()) {
        builder.down().withDetail("lost", lost.get());
        if (told.compareAndSet(false, true)) {
          LOG.error("The gateway cannot serve any more, it needs a restart: {}", lost.get());
        }
        return;
      }
    }
  }
}
