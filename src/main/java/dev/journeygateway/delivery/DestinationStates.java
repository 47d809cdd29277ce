package dev.journeygateway.delivery;

import dev.journeygateway.access.Caller;
import dev.journeygateway.audit.Action;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.DestinationCatalog;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which destinations are called now. One is stopped, for all gateways, by an operator or because it
 * refused the token; one is broken, for this gateway, while it cannot be reached.
 */
final class DestinationStates {
  private static final Logger LOG = LoggerFactory.getLogger(DestinationStates.class);

  /** The reason that an operator gives. */
  static final String BY_HAND = "stopped by an operator";

  private static final int FAILURES = 4;
  private static final Duration BROKEN_FOR = Duration.ofSeconds(5);

  private final Database database;
  private final DestinationCatalog destinations;
  private final DestinationAccess access;
  private final Audit audit;
  private final CircuitBreakerRegistry breakers;

  DestinationStates(
      Database database,
      DestinationCatalog destinations,
      DestinationAccess access,
      Audit audit,
      Clock clock) {
    this.database = database;
    this.destinations = destinations;
    this.access = access;
    this.audit = audit;
    this.breakers =
        CircuitBreakerRegistry.of(
            CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(FAILURES)
                .minimumNumberOfCalls(FAILURES)
                .failureRateThreshold(100)
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitDurationInOpenState(BROKEN_FOR)
                .clock(clock)
                .build());
  }

  /** Destinations that no call goes to now. One whose token or address was changed is resumed. */
  Set<String> blocked() {
    Set<String> blocked = new HashSet<>();
    for (Map.Entry<String, Optional<String>> stopped : stopped().entrySet()) {
      if (stopped.getValue().filter(with -> changed(stopped.getKey(), with)).isPresent()) {
        resume(stopped.getKey());
      } else {
        blocked.add(stopped.getKey());
      }
    }
    breakers.getAllCircuitBreakers().stream()
        .filter(breaker -> breaker.getState() == CircuitBreaker.State.OPEN)
        .forEach(
            breaker -> {
              // Looks whether the time is over; what it permits is given back, to be asked for
              // with a call.
              if (breaker.tryAcquirePermission()) {
                breaker.releasePermission();
              } else {
                blocked.add(breaker.getName());
              }
            });
    return blocked;
  }

  /** The stopped ones with what they were stopped with; empty for those that only people resume. */
  private Map<String, Optional<String>> stopped() {
    Map<String, Optional<String>> stopped = new HashMap<>();
    database
        .read("find-stopped-destinations")
        .each(row -> stopped.put(row.text("name"), Optional.ofNullable(row.text("stopped_with"))));
    return stopped;
  }

  private boolean changed(String name, String with) {
    return destinations
        .find(name)
        .filter(destination -> !access.of(destination).fingerprint().equals(with))
        .isPresent();
  }

  /** Whether a call may be made: a broken destination is probed by one at a time. */
  boolean permits(String destination) {
    return breakers.circuitBreaker(destination).tryAcquirePermission();
  }

  /** Gives back what {@link #permits} gave, for a call that was not made. */
  void notCalled(String destination) {
    breakers.circuitBreaker(destination).releasePermission();
  }

  /** Notes whether a destination was reached. */
  void called(String destination, boolean reached) {
    CircuitBreaker breaker = breakers.circuitBreaker(destination);
    if (reached) {
      breaker.onSuccess(0, java.util.concurrent.TimeUnit.MILLISECONDS);
    } else {
      breaker.onError(
          0,
          java.util.concurrent.TimeUnit.MILLISECONDS,
          new IllegalStateException("no connection"));
    }
  }

  /** Whether it could not be reached, and has not been since. */
  boolean broken(String destination) {
    return breakers.circuitBreaker(destination).getState() != CircuitBreaker.State.CLOSED;
  }

  /** Stops it until its token or its address is another, or somebody resumes it. */
  void stopForItsAccess(Destination destination, String reason) {
    LOG.error("Destination {} is stopped: {}", destination.name(), reason);
    stop(destination.name(), reason, access.of(destination).fingerprint());
  }

  /** Stops it until somebody resumes it. */
  void stopByHand(String destination, Caller caller) {
    database.finish(
        status -> {
          stop(destination, BY_HAND, null);
          write(caller, Action.DESTINATION_HELD, destination);
          return null;
        });
    LOG.warn("Destination {} is stopped by an operator", destination);
  }

  /** Has it called again. */
  void resumeByHand(String destination, Caller caller) {
    database.finish(
        status -> {
          resume(destination);
          write(caller, Action.DESTINATION_RESUMED, destination);
          return null;
        });
  }

  private void write(Caller caller, Action action, String destination) {
    audit.write(caller.hint(), null, action, Audit.Target.of("destination", destination), Map.of());
  }

  private void stop(String destination, String reason, String with) {
    database
        .write("stop-destination")
        .with("reason", reason.length() > 255 ? reason.substring(0, 255) : reason)
        .with("stopped_with", with)
        .with("name", destination)
        .update();
  }

  void resume(String destination) {
    if (database.write("resume-destination").with("name", destination).update() == 1) {
      LOG.info("Destination {} is called again", destination);
    }
  }

  void noteError(String destination, UUID delivery, String message) {
    database
        .write("note-destination-error")
        .with("message", message == null ? delivery.toString() : message)
        .with("name", destination)
        .update();
  }
}
