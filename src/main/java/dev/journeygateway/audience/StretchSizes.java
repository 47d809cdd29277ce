package dev.journeygateway.audience;

import dev.journeygateway.filter.Criterion;
import dev.journeygateway.filter.Tag;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * How many devices the conditions of a filter have, as far as it decides how to read them: counted
 * where they are few, otherwise guessed from some hundred devices taken at random.
 *
 * <p>SQLite's own statistics cannot tell. To know the devices of one value they would have to be
 * gathered by a full ANALYZE, which holds up everybody who writes.
 */
final class StretchSizes {

  /** Some 0.3 ms for each condition. */
  private static final int COUNTED_UP_TO = 5_000;

  /** Some 3 us for each condition of each; a share of 5 % is told to a quarter. */
  private static final int ASKED = 250;

  /** With more conditions than these, less is asked of each. */
  private static final int FEW = 16;

  private final Map<Criterion, Double> rows;
  private final Set<Criterion> counted;
  private final long devices;

  private StretchSizes(Map<Criterion, Double> rows, Set<Criterion> counted, long devices) {
    this.rows = rows;
    this.counted = counted;
    this.devices = devices;
  }

  /** The sizes that matter for this criterion, none where it leaves no choice. */
  static StretchSizes of(Criterion criterion, Instant now, JdbcOperations jdbc) {
    StretchSizes sizes = new StretchSizes(Map.of(), Set.of(), 0);
    if (criterion.accept(sizes.new Decided())) {
      return sizes;
    }
    Set<Criterion> found = new LinkedHashSet<>();
    criterion.accept(new Conditions(found));
    List<Criterion> conditions = List.copyOf(found);
    sizes = counted(conditions, now, jdbc);
    return criterion.accept(sizes.new Decided()) ? sizes : sizes.guessed(conditions, now, jdbc);
  }

  private static StretchSizes counted(
      List<Criterion> conditions, Instant now, JdbcOperations jdbc) {
    int upTo = lessOf(COUNTED_UP_TO, conditions);
    SqlText sql = new SqlText(now);
    sql.append("select coalesce(max(id), 0) as devices");
    for (Criterion condition : conditions) {
      sql.append(", ");
      new StreamWriter(sql).size(rows(condition, now), upTo);
    }
    SqlFragment count = sql.append(" from device").fragment();
    return jdbc.query(
        count::prepare,
        result -> {
          result.next();
          Map<Criterion, Double> rows = new HashMap<>();
          Set<Criterion> counted = new HashSet<>();
          for (int i = 0; i < conditions.size(); i++) {
            long size = result.getLong(i + 2);
            rows.put(conditions.get(i), (double) size);
            if (size < upTo) {
              counted.add(conditions.get(i));
            }
          }
          return new StretchSizes(rows, counted, result.getLong("devices"));
        });
  }

  private StretchSizes guessed(List<Criterion> conditions, Instant now, JdbcOperations jdbc) {
    // Always the same ones, so that a filter is read the same way each time.
    List<Long> ids =
        new Random(42).longs(lessOf(ASKED, conditions), 1, devices + 1).boxed().toList();
    SqlText sql = new SqlText(now);
    sql.append("select count(*) as devices");
    for (Criterion condition : conditions) {
      sql.append(", ");
      new StreamWriter(sql).share(condition, "d");
    }
    sql.append(" from json_each(").value(ids.toString()).append(") i");
    SqlFragment ask = sql.append(" cross join device d on d.id = i.value").fragment();
    return jdbc.query(
        ask::prepare,
        result -> {
          result.next();
          double asked = Math.max(1, result.getLong("devices"));
          Map<Criterion, Double> guessed = new HashMap<>(rows);
          for (int i = 0; i < conditions.size(); i++) {
            if (!counted.contains(conditions.get(i))) {
              double guess = result.getLong(i + 2) / asked * devices;
              guessed.merge(conditions.get(i), guess, Math::max);
            }
          }
          return new StretchSizes(guessed, counted, devices);
        });
  }

  private static int lessOf(int most, List<Criterion> conditions) {
    return Math.max(50, most * FEW / Math.max(FEW, conditions.size()));
  }

  /** What is read to count a condition; of very many stretches the first count for all. */
  private static List<IdStream> rows(Criterion condition, Instant now) {
    if (condition instanceof Criterion.Valued valued) {
      List<IdStream> stretches = IdStream.of(valued, now);
      return stretches.isEmpty()
          ? List.of(new IdStream.Nothing())
          : stretches.subList(0, Math.min(stretches.size(), FEW));
    }
    if (condition instanceof Criterion.OfApplication of) {
      return List.of(new IdStream.OfApplication(Criterion.OfApplication.whole(of.code()), false));
    }
    Tag tag =
        condition instanceof Criterion.Tagged tagged
            ? tagged.tag()
            : ((Criterion.ValuedOtherwise) condition).tag();
    return List.of(new IdStream.AllOfTag(tag));
  }

  /** How many devices there are, of all applications, or a few more. */
  long devices() {
    return devices;
  }

  /** About how many devices a condition has. */
  double of(Criterion condition) {
    return rows.getOrDefault(condition, 0.0);
  }

  /** Collects the conditions of a filter. */
  private record Conditions(Set<Criterion> found) implements Criterion.Visitor<Void> {

    @Override
    public Void anyOf(Criterion.AnyOf anyOf) {
      anyOf.parts().forEach(part -> part.accept(this));
      return null;
    }

    @Override
    public Void allOf(Criterion.AllOf allOf) {
      allOf.parts().forEach(part -> part.accept(this));
      return null;
    }

    @Override
    public Void allBut(Criterion.AllBut allBut) {
      allBut.base().accept(this);
      allBut.without().forEach(part -> part.accept(this));
      return null;
    }

    @Override
    public Void ofApplication(Criterion.OfApplication ofApplication) {
      if (!ofApplication.implied()) {
        found.add(Criterion.OfApplication.whole(ofApplication.code()));
      }
      found.add(ofApplication);
      return null;
    }

    @Override
    public Void tagged(Criterion.Tagged tagged) {
      found.add(tagged);
      return null;
    }

    @Override
    public Void valued(Criterion.Valued valued) {
      found.add(valued);
      return null;
    }

    @Override
    public Void valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
      found.add(valuedOtherwise);
      return null;
    }
  }

  /** Whether all of a criterion's rows were counted. */
  private final class Known implements Criterion.Visitor<Boolean> {

    @Override
    public Boolean anyOf(Criterion.AnyOf anyOf) {
      return anyOf.parts().stream().allMatch(part -> part.accept(this));
    }

    @Override
    public Boolean allOf(Criterion.AllOf allOf) {
      return allOf.parts().stream().anyMatch(part -> part.accept(this));
    }

    @Override
    public Boolean allBut(Criterion.AllBut allBut) {
      return allBut.base().accept(this);
    }

    @Override
    public Boolean ofApplication(Criterion.OfApplication ofApplication) {
      return counted.contains(ofApplication);
    }

    @Override
    public Boolean tagged(Criterion.Tagged tagged) {
      return counted.contains(tagged);
    }

    @Override
    public Boolean valued(Criterion.Valued valued) {
      return counted.contains(valued);
    }

    @Override
    public Boolean valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
      return counted.contains(valuedOtherwise);
    }
  }

  /** Whether what was counted decides how to read a criterion. */
  private final class Decided implements Criterion.Visitor<Boolean> {

    private final Known known = new Known();

    @Override
    public Boolean anyOf(Criterion.AnyOf anyOf) {
      return anyOf.parts().stream().allMatch(part -> part.accept(this));
    }

    /** The smallest part comes first, and then no other matters. */
    @Override
    public Boolean allOf(Criterion.AllOf allOf) {
      List<Criterion> beginnings =
          allOf.parts().stream()
              .filter(part -> !(part instanceof Criterion.OfApplication of && of.implied()))
              .toList();
      return beginnings.stream()
          .anyMatch(part -> part.accept(this) && (beginnings.size() == 1 || part.accept(known)));
    }

    @Override
    public Boolean allBut(Criterion.AllBut allBut) {
      return allBut.base().accept(this)
          && (allBut.base().accept(known)
              || allBut.without().stream().allMatch(part -> part.accept(known)));
    }

    @Override
    public Boolean ofApplication(Criterion.OfApplication ofApplication) {
      return counted.contains(ofApplication);
    }

    @Override
    public Boolean tagged(Criterion.Tagged tagged) {
      return true;
    }

    @Override
    public Boolean valued(Criterion.Valued valued) {
      return true;
    }

    @Override
    public Boolean valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
      return true;
    }
  }
}
