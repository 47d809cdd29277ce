package dev.journeygateway.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoursTest {

  private final Map<String, Integer> done = new HashMap<>();
  private final List<String> added = new ArrayList<>();
  private long now;

  private record Promise(String name, int promised, Duration round, boolean holds) implements Row {
    @Override
    public String fault() {
      return "none";
    }

    @Override
    public String load() {
      return "none";
    }

    @Override
    public Outcome run(Trial trial) {
      throw new UnsupportedOperationException();
    }
  }

  private boolean run(Duration time, Row... rows) {
    return new Hours(time, () -> now)
        .run(
            List.of(rows),
            new Hours.Work() {
              @Override
              public int rounds(Row row) {
                return done.getOrDefault(row.name(), 0);
              }

              @Override
              public boolean add(Row row, int rounds) {
                added.add(row.name() + " " + rounds);
                done.merge(row.name(), rounds, Integer::sum);
                now += ((Promise) row).round().toNanos() * rounds;
                return ((Promise) row).holds();
              }
            });
  }

  @Test
  void goesOnWithTheRowThatLacksMost() {
    done.put("a", 5);

    assertThat(
            run(
                Duration.ofHours(1),
                new Promise("a", 10, Duration.ofSeconds(10), true),
                new Promise("b", 4, Duration.ofMinutes(4), true)))
        .isTrue();

    assertThat(added).containsExactly("b 3", "a 3", "b 1", "a 2");
  }

  @Test
  void beginsNothingThatWouldNotEndInTime() {
    run(Duration.ofMinutes(30), new Promise("a", 100, Duration.ofMinutes(4), true));

    assertThat(added).containsExactly("a 3", "a 2", "a 2");
    assertThat(now).isLessThanOrEqualTo(Duration.ofMinutes(30).toNanos());
  }

  @Test
  void givesUpARowThatDoesNotHold() {
    assertThat(
            run(
                Duration.ofHours(1),
                new Promise("a", 100, Duration.ofSeconds(1), false),
                new Promise("b", 3, Duration.ofSeconds(1), true)))
        .isFalse();

    assertThat(added).containsExactly("a 3", "b 3");
  }
}
