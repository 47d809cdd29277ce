package dev.journeygateway.audience;

import dev.journeygateway.audience.IdStream.Operator;
import dev.journeygateway.audience.IdStream.Step;
import dev.journeygateway.audience.IdStream.Test;
import dev.journeygateway.filter.Criterion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides how to read the devices of a filter: which condition to begin with, and of each other one
 * whether to look it up for every device that is left or to read it too and merge the two.
 *
 * <p>The costs are nanoseconds a row, measured over a million devices; only their ratios matter.
 */
final class StreamPlanner implements Criterion.Visitor<StreamPlanner.Plan> {

  /** A row of an index, in order. */
  private static final double READ = 30;

  /** A row that has to be sorted by its device. */
  private static final double SORT = 130;

  /** A row that takes part in a merge. */
  private static final double MERGE = 40;

  /** One look from a device into an index. */
  private static final double LOOK = 300;

  /** A row of the table of devices, in order. */
  private static final double WALK = 80;

  /** SQLite takes 500 terms of a compound select. */
  private static final int MOST_MERGED = 250;

  /** Each intersect or except is one more step for every row that came before. */
  private static final int MOST_IN_A_ROW = 8;

  private final StretchSizes sizes;
  private final Instant now;

  StreamPlanner(StretchSizes sizes, Instant now) {
    this.sizes = sizes;
    this.now = now;
  }

  /**
   * How to read what a criterion selects.
   *
   * @param rows how many devices that are at the most
   * @param cost of reading them in the order of their ids
   * @param looks the cost of asking the criterion of one device
   */
  record Plan(Criterion criterion, IdStream stream, double rows, double cost, double looks) {}

  @Override
  public Plan anyOf(Criterion.AnyOf anyOf) {
    return union(anyOf, anyOf.parts().stream().map(part -> part.accept(this)).toList());
  }

  private Plan union(Criterion criterion, List<Plan> parts) {
    double rows = parts.stream().mapToDouble(Plan::rows).sum();
    double cost = parts.stream().mapToDouble(Plan::cost).sum();
    double looks = parts.stream().mapToDouble(Plan::looks).sum();
    double levels = Math.ceil(Math.log(parts.size()) / Math.log(2));
    return new Plan(
        criterion,
        union(parts.stream().map(Plan::stream).toList()),
        Math.min(rows, sizes.devices()),
        cost + levels * MERGE * rows,
        looks);
  }

  private static IdStream union(List<IdStream> parts) {
    List<IdStream> flat = parts.stream().flatMap(StreamPlanner::alternatives).toList();
    if (flat.size() > MOST_MERGED) {
      List<IdStream> groups = new ArrayList<>();
      for (int from = 0; from < flat.size(); from += MOST_MERGED) {
        groups.add(union(flat.subList(from, Math.min(from + MOST_MERGED, flat.size()))));
      }
      return merged(groups);
    }
    return merged(flat);
  }

  private static IdStream merged(List<IdStream> parts) {
    return IdStream.Merged.of(
        parts.get(0), parts.stream().skip(1).map(part -> new Step(Operator.UNION, part)).toList());
  }

  private static Stream<IdStream> alternatives(IdStream stream) {
    return stream instanceof IdStream.Merged merged && merged.isUnion()
        ? Stream.concat(
            alternatives(merged.first()),
            merged.steps().stream().flatMap(step -> alternatives(step.stream())))
        : Stream.of(stream);
  }

  @Override
  public Plan allOf(Criterion.AllOf allOf) {
    List<Plan> parts =
        new ArrayList<>(
            allOf.parts().stream()
                .map(part -> part.accept(this))
                .sorted(Comparator.comparing(Plan::rows))
                .toList());
    double looks = parts.stream().mapToDouble(Plan::looks).sum();
    Plan first =
        parts.stream()
            .min(Comparator.comparing(plan -> plan.cost() + plan.rows() * (looks - plan.looks())))
            .orElseThrow();
    parts.remove(first);
    return less(allOf, first, parts, true);
  }

  @Override
  public Plan allBut(Criterion.AllBut allBut) {
    Plan base = allBut.base().accept(this);
    List<Plan> without =
        allBut.without().stream()
            .map(part -> part.accept(this))
            .sorted(Comparator.comparing(Plan::rows).reversed())
            .toList();
    return less(allBut, base, without, false);
  }

  /**
   * A stream without the devices for which one of the others holds, or does not.
   *
   * @param passes whether the devices stay for which the others hold
   */
  private Plan less(Criterion criterion, Plan base, List<Plan> others, boolean passes) {
    List<Test> tests = new ArrayList<>();
    List<Plan> merged = new ArrayList<>();
    double cost = base.cost();
    for (Plan other : others) {
      double looking = base.rows() * other.looks();
      double merging = other.cost() + MERGE * (base.rows() + other.rows());
      if (looking <= merging || passes && merged.size() == MOST_IN_A_ROW) {
        tests.add(new Test(other.criterion(), passes));
        cost += looking;
      } else {
        merged.add(other);
        cost += merging;
      }
    }
    IdStream rest = IdStream.Tested.of(base.stream(), tests);
    List<IdStream> streams = merged.stream().map(Plan::stream).toList();
    if (!passes && streams.size() > MOST_IN_A_ROW) {
      streams = List.of(union(streams));
    }
    Operator operator = passes ? Operator.INTERSECT : Operator.EXCEPT;
    return new Plan(
        criterion,
        IdStream.Merged.of(
            rest, streams.stream().map(stream -> new Step(operator, stream)).toList()),
        base.rows(),
        cost,
        base.looks() + others.stream().mapToDouble(Plan::looks).sum());
  }

  @Override
  public Plan ofApplication(Criterion.OfApplication ofApplication) {
    double rows = sizes.of(ofApplication);
    double walking = WALK * sizes.devices();
    // Through its index they come in another order, and what else is asked is in the table.
    double searching = rows * (READ + SORT + (ofApplication.isWhole() ? 0 : LOOK));
    double share = (ofApplication.platforms().isEmpty() ? 1 : 0.5);
    return new Plan(
        ofApplication,
        new IdStream.OfApplication(ofApplication, ofApplication.implied() || walking < searching),
        rows * share * (ofApplication.withTokens() ? 0.5 : 1),
        Math.min(walking, searching),
        LOOK);
  }

  @Override
  public Plan tagged(Criterion.Tagged tagged) {
    return unsorted(tagged, new IdStream.AllOfTag(tagged.tag()), sizes.of(tagged));
  }

  @Override
  public Plan valued(Criterion.Valued valued) {
    List<IdStream> parts = IdStream.of(valued, now);
    if (parts.isEmpty()) {
      return new Plan(valued, new IdStream.Nothing(), 0, 0, 0);
    }
    double rows = sizes.of(valued);
    boolean sorted =
        parts.size() == 1
            && parts.get(0) instanceof IdStream.OfValues of
            && of.values().size() == 1;
    return sorted
        ? new Plan(valued, parts.get(0), rows, rows * READ, LOOK)
        : unsorted(valued, union(parts), rows);
  }

  @Override
  public Plan valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
    return unsorted(
        valuedOtherwise,
        new IdStream.Outside(valuedOtherwise.tag(), Stretches.of(valuedOtherwise.spans(), now)),
        sizes.of(valuedOtherwise));
  }

  private static Plan unsorted(Criterion criterion, IdStream stream, double rows) {
    return new Plan(criterion, stream, rows, rows * (READ + SORT), LOOK);
  }
}
