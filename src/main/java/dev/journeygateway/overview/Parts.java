package dev.journeygateway.overview;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.springframework.boot.actuate.health.CompositeHealth;
import org.springframework.boot.actuate.health.HealthComponent;

/**
 * What is up and what is away, as the health of the gateway tells. A broker that hangs takes two
 * seconds to be found away, so nobody waits for it: the answer is what was found last.
 */
final class Parts implements AutoCloseable {

  private static final Duration FRESH = Duration.ofSeconds(2);

  /** Of the health's components those that are no part: what they say is said by others. */
  private static final Set<String> NO_PARTS =
      Set.of(
          "ping",
          "ssl",
          "livenessState",
          "readinessState",
          "camelLivenessState",
          "camelReadinessState",
          "destinations");

  /** Names for people. */
  private static final Map<String, String> NAMES =
      Map.of("db", "database", "diskSpace", "disk", "camelHealth", "routes");

  /** One of them; its state is up, down, or another word of its own. */
  record Part(String name, String state) {}

  private record Found(Instant at, List<Part> parts) {}

  private final Supplier<HealthComponent> health;
  private final Clock clock;
  private final ExecutorService looker =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "overview-health");
            thread.setDaemon(true);
            return thread;
          });
  private Found found;
  private CompletableFuture<Found> looking;

  Parts(Supplier<HealthComponent> health, Clock clock) {
    this.health = health;
    this.clock = clock;
  }

  /** Each part with its state: up, down, or another word of its own. */
  List<Part> find() {
    CompletableFuture<Found> first;
    synchronized (this) {
      if (looking != null && looking.isDone() && !looking.isCompletedExceptionally()) {
        found = looking.join();
      }
      boolean fresh = found != null && found.at().plus(FRESH).isAfter(clock.instant());
      if (!fresh && (looking == null || looking.isDone())) {
        looking = CompletableFuture.supplyAsync(this::look, looker);
      }
      if (found != null) {
        return found.parts();
      }
      first = looking;
    }
    return first.join().parts();
  }

  private Found look() {
    Map<String, String> states = new TreeMap<>();
    if (health.get() instanceof CompositeHealth all) {
      all.getComponents()
          .forEach(
              (name, one) -> {
                if (!NO_PARTS.contains(name)) {
                  states.put(
                      NAMES.getOrDefault(name, name),
                      one.getStatus().getCode().toLowerCase(Locale.ROOT));
                }
              });
    }
    List<Part> parts = new ArrayList<>();
    states.forEach((name, state) -> parts.add(new Part(name, state)));
    return new Found(clock.instant(), parts);
  }

  @Override
  public void close() {
    looker.shutdownNow();
  }
}
