package dev.journeygateway.activity;

import dev.journeygateway.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What happened, read from the table {@code activity} as series of counts. */
public final class Activity {

  private final Database database;

  Activity(Database database) {
    this.database = database;
  }

  /**
   * What is asked for.
   *
   * @param from the beginning of the first step
   * @param to the end of the last step
   * @param step whole minutes
   * @param byDoor whether the doors are told apart
   * @param byJourney whether the journeys are told apart, of what was refused
   */
  record Asked(Instant from, Instant to, Duration step, boolean byDoor, boolean byJourney) {

    int steps() {
      return (int) (Duration.between(from, to).toSeconds() / step.toSeconds());
    }
  }

  /** What is counted together; a text that was not asked for or does not apply is empty. */
  record Name(String kind, String reason, String door, String journeyId)
      implements Comparable<Name> {

    @Override
    public int compareTo(Name other) {
      return key().compareTo(other.key());
    }

    private String key() {
      return String.join("\n", kind, reason, door, journeyId);
    }
  }

  /**
   * One count a step.
   *
   * @param total the sum of them
   */
  record Series(
      String kind,
      Optional<String> reason,
      Optional<String> door,
      Optional<String> journeyId,
      long total,
      List<Long> counts) {

    static Series of(Name name, long[] counts) {
      return new Series(
          name.kind(),
          given(name.reason()),
          given(name.door()),
          given(name.journeyId()),
          Arrays.stream(counts).sum(),
          Arrays.stream(counts).boxed().toList());
    }

    private static Optional<String> given(String text) {
      return Optional.of(text).filter(one -> !one.isEmpty());
    }
  }

  /** The series that count anything at all, in the order of their names. */
  List<Series> read(Collection<String> applications, Asked asked) {
    Map<Name, long[]> counts = new TreeMap<>();
    database
        .ask("count-activity")
        .with("seconds", asked.step().toSeconds())
        .with("by_door", asked.byDoor())
        .with("by_journey", asked.byJourney())
        .with("step", asked.step().compareTo(Duration.ofHours(1)) < 0 ? "minute" : "hour")
        .with("from", asked.from())
        .with("to", asked.to())
        .with("applications", applications)
        .each(
            row -> {
              Name name =
                  new Name(
                      row.text("kind"),
                      row.text("reason"),
                      row.text("by_door"),
                      row.text("by_journey"));
              long since = row.number("since") - asked.from().getEpochSecond();
              counts
                      .computeIfAbsent(name, any -> new long[asked.steps()])[
                      (int) (since / asked.step().toSeconds())] +=
                  row.number("happened");
            });
    List<Series> series = new ArrayList<>();
    counts.forEach((name, each) -> series.add(Series.of(name, each)));
    return series;
  }
}
