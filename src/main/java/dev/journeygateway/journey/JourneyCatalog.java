package dev.journeygateway.journey;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.Optional;
import java.util.function.Function;

/**
 * The journeys, answered from memory: a journey is read when it is first asked for, and again after
 * the catalogue changed, which {@link CatalogWatch} looks for on every replica (journeys.md asks
 * for five seconds). Ids that nobody has are remembered too.
 */
public final class JourneyCatalog {

  private static final int MOST_REMEMBERED = 100_000;

  private final Function<String, Optional<Journey>> source;
  private volatile LoadingCache<String, Optional<Journey>> journeys;

  /**
   * @param source reads one journey from the database; its failure reaches whoever asked
   */
  public JourneyCatalog(Function<String, Optional<Journey>> source) {
    this.source = source;
    forget();
  }

  /** The journey of that id, as the database had it when or after the catalogue last changed. */
  public Optional<Journey> find(String journeyId) {
    return journeys.get(journeyId);
  }

  /**
   * Forgets what is remembered, so that the next question is answered from the database. What is
   * being read meanwhile, perhaps from before the change, answers those who asked for it and is not
   * remembered.
   */
  public void forget() {
    journeys = Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build(source::apply);
  }
}
