package dev.journeygateway.journey;

import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.journey.CatalogFile.ApplicationNode;
import dev.journeygateway.journey.CatalogFile.JourneyNode;
import dev.journeygateway.journey.CatalogFile.TokenNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a catalogue changes about what is loaded.
 *
 * @param objection why it is not taken while the gateway runs, unless somebody says so; as the end
 *     of a sentence that begins with the file
 */
public record CatalogChanges(Tokens tokens, Journeys journeys, Optional<String> objection) {

  /** The demonstration's: to replace them is everybody's first edit. */
  static final String DEMO_TOKEN = ApiTokens.DEMONSTRATION;

  private static final String DEMO_JOURNEY = "11111111-2222-3333-4444-555555555555";

  /** How many tokens are new, and how many stop working. */
  public record Tokens(int added, int revoked) {}

  /** How many journeys are new, changed and archived. */
  public record Journeys(int added, int changed, int archived) {}

  /** A journey as it is loaded. */
  record Loaded(String state, String fingerprint) {

    boolean live() {
      return !state.equals("archived");
    }
  }

  /**
   * Compares a catalogue with what is loaded.
   *
   * @param liveTokens those that are not revoked
   * @param loaded all journeys, by their ids
   */
  static CatalogChanges of(CatalogFile file, Set<String> liveTokens, Map<String, Loaded> loaded) {
    Set<String> kept = liveTokens(file);
    Set<String> revoked = new HashSet<>(liveTokens);
    revoked.removeAll(kept);
    Map<String, JourneyNode> journeys = new HashMap<>();
    int added = 0;
    int changed = 0;
    for (ApplicationNode application : file.applications()) {
      for (JourneyNode journey : application.journeys()) {
        journeys.put(journey.id(), journey);
        Loaded before = loaded.get(journey.id());
        if (before == null) {
          added++;
        } else if (!before
            .fingerprint()
            .equals(CatalogLoader.fingerprint(file, application, journey))) {
          changed++;
        }
      }
    }
    Set<String> archived = new HashSet<>();
    int live = 0;
    for (Map.Entry<String, Loaded> one : loaded.entrySet()) {
      if (one.getValue().live()) {
        live += one.getKey().equals(DEMO_JOURNEY) ? 0 : 1;
        JourneyNode now = journeys.get(one.getKey());
        if (now == null || now.state() == Journey.State.ARCHIVED) {
          archived.add(one.getKey());
        }
      }
    }
    int newTokens = (int) kept.stream().filter(token -> !liveTokens.contains(token)).count();
    return new CatalogChanges(
        new Tokens(newTokens, revoked.size()),
        new Journeys(added, changed, archived.size()),
        objection(file, liveTokens, revoked, live, archived));
  }

  private static Optional<String> objection(
      CatalogFile file,
      Set<String> liveTokens,
      Set<String> revoked,
      int live,
      Set<String> archived) {
    if (file.isEmpty()) {
      return Optional.of("names no application");
    }
    Set<String> theirs = new HashSet<>(liveTokens);
    theirs.remove(DEMO_TOKEN);
    if (!theirs.isEmpty() && revoked.containsAll(theirs)) {
      return Optional.of("would revoke every token, " + theirs.size() + " of " + theirs.size());
    }
    int gone = archived.size() - (archived.contains(DEMO_JOURNEY) ? 1 : 0);
    return 2 * gone > live
        ? Optional.of("would archive more than half of the journeys, " + gone + " of " + live)
        : Optional.empty();
  }

  private static Set<String> liveTokens(CatalogFile file) {
    Set<String> live = new HashSet<>();
    Set<String> revoked = new HashSet<>();
    for (ApplicationNode application : file.applications()) {
      for (TokenNode token : application.tokens()) {
        (token.revoked() ? revoked : live).add(token.sha256());
      }
    }
    live.removeAll(revoked);
    return live;
  }

  /** In words, for the log and the command. */
  @Override
  public String toString() {
    return "tokens: %d new, %d revoked; journeys: %d new, %d changed, %d archived"
        .formatted(
            tokens.added(),
            tokens.revoked(),
            journeys.added(),
            journeys.changed(),
            journeys.archived());
  }

  /** A file that is not taken unless somebody says so. */
  public static final class NeedsForce extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NeedsForce(String message) {
      super(message);
    }
  }
}
