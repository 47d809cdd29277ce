package dev.journeygateway.journey;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * The journeys, answered from memory: a journey is read when it is first asked for, and again after
 * the catalogue changed, which {@link CatalogWatch} looks for on every replica (within five
 * seconds). Ids that nobody has are remembered too.
 */
public final class JourneyCatalog {

  private static final int MOST_REMEMBERED = 100_000;

  private final Function<String, Optional<Journey>> source;
  private volatile AsyncCache<String, Optional<Journey>> journeys;

  /**
   * @param source reads one journey from the database; its failure reaches the asker
   */
  public JourneyCatalog(Function<String, Optional<Journey>> source) {
    this.source = source;
    forget();
  }

  /**
   * The journey of that id, as the database had it when or after the catalogue last changed. Who
   * asks while it is being read waits for that, and shares its failure: a database that hangs is
   * asked once, not by each of them in turn.
   */
  public Optional<Journey> find(String journeyId) {
    CompletableFuture<Optional<Journey>> known = journeys.getIfPresent(journeyId);
    if (known == null) {
      CompletableFuture<Optional<Journey>> reading = new CompletableFuture<>();
      known = journeys.asMap().putIfAbsent(journeyId, reading);
      if (known == null) {
        try {
          reading.complete(source.apply(journeyId));
        } catch (RuntimeException | Error e) {
          reading.completeExceptionally(e);
        }
        known = reading;
      }
    }
    try {
      return known.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** How many wait for a journey that somebody else is reading. */
  int waiting(String journeyId) {
    CompletableFuture<?> reading = journeys.getIfPresent(journeyId);
    // Caffeine's own dependent takes a failed read out of the cache.
    return reading == null ? 0 : Math.max(0, reading.getNumberOfDependents() - 1);
  }

  /**
   * Forgets what is remembered, so that the next question is answered from the database. What is
   * being read meanwhile, perhaps from before the change, answers those who asked for it and is not
   * remembered.
   */
  public void forget() {
    journeys = Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).buildAsync();
  }
}
