package dev.journeygateway.audience;

import dev.journeygateway.filter.Criterion;
import dev.journeygateway.filter.Tag;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * How many rows the conditions of a filter have, counted no further than what decides between them:
 * a few rows are as good a beginning beside a million as beside a thousand.
 *
 * <p>SQLite's own statistics cannot tell: to know the rows of one value they would have to be
 * gathered by a full ANALYZE, which holds up everybody who writes.
 */
final class StretchSizes {

  /** Counted up to here first, and further only where everything is larger; some 0.6 ms each. */
  private static final long[] UP_TO = {20_000, 160_000, Long.MAX_VALUE};

  /** With more conditions than these, each is counted less far. */
  private static final int FEW = 16;

  private final Map<Criterion, Long> rows;
  private final long upTo;
  private final long devices;

  private StretchSizes(Map<Criterion, Long> rows, long upTo, long devices) {
    this.rows = rows;
    this.upTo = upTo;
    this.devices = devices;
  }

  /** The sizes that matter for this criterion, none where it leaves no choice. */
  static StretchSizes of(Criterion criterion, Instant now, JdbcOperations jdbc) {
    StretchSizes sizes = new StretchSizes(Map.of(), 0, 0);
    Set<Criterion> conditions = new LinkedHashSet<>();
    criterion.accept(new Conditions(conditions));
    for (int round = 0; round < UP_TO.length && !criterion.accept(sizes.new Decided()); round++) {
      long upTo = UP_TO[round];
      if (conditions.size() > FEW && upTo < Long.MAX_VALUE) {
        upTo = upTo * FEW / conditions.size();
      }
      sizes = counted(List.copyOf(conditions), upTo, now, jdbc);
    }
    return sizes;
  }

  private static StretchSizes counted(
      List<Criterion> conditions, long upTo, Instant now, JdbcOperations jdbc) {
    SqlText sql = new SqlText(now);
    sql.append("select coalesce(max(id), 0) as devices");
    for (Criterion condition : conditions) {
      sql.append(", ");
      new StreamWriter(sql).size(rows(condition, now), upTo);
    }
    sql.append(" from device");
    SqlFragment count = sql.fragment();
    return jdbc.query(
        count::prepare,
        result -> {
          result.next();
          Map<Criterion, Long> rows = new HashMap<>();
          for (int i = 0; i < conditions.size(); i++) {
            rows.put(conditions.get(i), result.getLong(i + 2));
          }
          return new StretchSizes(rows, upTo, result.getLong(1));
        });
  }

  /** What is read to count a condition; of very many stretches the first stand for all. */
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

  /** How many devices there are, of all applications, or a little more. */
  long devices() {
    return devices;
  }

  /** The rows of a condition, or as many as were counted. */
  long of(Criterion condition) {
    return rows.getOrDefault(condition, 0L);
  }

  private boolean isKnown(Criterion condition) {
    return upTo == Long.MAX_VALUE || rows.containsKey(condition) && of(condition) < upTo;
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
      return isKnown(ofApplication);
    }

    @Override
    public Boolean tagged(Criterion.Tagged tagged) {
      return isKnown(tagged);
    }

    @Override
    public Boolean valued(Criterion.Valued valued) {
      return isKnown(valued);
    }

    @Override
    public Boolean valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
      return isKnown(valuedOtherwise);
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
      return allOf.parts().stream().anyMatch(part -> part.accept(known) && part.accept(this));
    }

    @Override
    public Boolean allBut(Criterion.AllBut allBut) {
      return allBut.base().accept(this)
          && (allBut.base().accept(known)
              || allBut.base() instanceof Criterion.OfApplication
              || allBut.without().stream().allMatch(part -> part.accept(known)));
    }

    /** It is searched for when it is a small part of all, and known then. */
    @Override
    public Boolean ofApplication(Criterion.OfApplication ofApplication) {
      return isKnown(ofApplication) || devices > 0 && of(ofApplication) > devices / 8;
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
