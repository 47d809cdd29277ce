package dev.journeygateway.journey;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The journeys, answered from memory: a journey is read when it is first asked for and again when
 * what is remembered is two seconds old, so that every replica sees a changed state within five
 * (journeys.md). Ids that nobody has are remembered too.
 */
public final class JourneyCatalog {

  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final int MOST_REMEMBERED = 100_000;

  private final LoadingCache<String, Optional<Journey>> journeys;

  /**
   * @param source reads one journey from the database; its failure reaches whoever asked
   */
  public JourneyCatalog(Function<String, Optional<Journey>> source) {
    this.journeys =
        Caffeine.newBuilder()
            .expireAfterWrite(FRESH)
            .maximumSize(MOST_REMEMBERED)
            .build(source::apply);
  }

  public Optional<Journey> find(String journeyId) {
    return journeys.get(journeyId);
  }

  /** Forgets what is remembered, so that the next question is answered from the database. */
  public void forget() {
    journeys.invalidateAll();
  }
}
