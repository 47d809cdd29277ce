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
 * <p>The costs are nanoseconds, measured over a million devices; only their ratios matter.
 */
final class StreamPlanner implements Criterion.Visitor<StreamPlanner.Plan> {

  /** A row of an index, in order. */
  private static final double READ = 30;

  /** A row that has to be sorted by its device. */
  private static final double SORT = 180;

  /** A row that takes part in a merge. */
  private static final double MERGE = 40;

  /** A row of the table of devices, in order. */
  private static final double WALK = 80;

  /** One look from a device into an index, its page being at hand. */
  private static final double LOOK = 250;

  /** Another page of an index. */
  private static final double PAGE = 600;

  /** So many devices have their values of tags on one page. */
  private static final double DEVICES_A_PAGE = 60;

  /** SQLite takes 500 terms of a compound select. */
  private static final int MOST_MERGED = 250;

  /** The smallest parts of an intersection are tried as the one to begin with. */
  private static final int MOST_BEGINNINGS = 8;

  /** Each except is one more step for every row that came before. */
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
   * @param looks how many indexes are looked into to ask the criterion of one device
   */
  record Plan(Criterion criterion, IdStream stream, double rows, double cost, int looks) {}

  @Override
  public Plan anyOf(Criterion.AnyOf anyOf) {
    return union(anyOf, anyOf.parts().stream().map(part -> part.accept(this)).toList());
  }

  private Plan union(Criterion criterion, List<Plan> parts) {
    double rows = parts.stream().mapToDouble(Plan::rows).sum();
    double cost = parts.stream().mapToDouble(Plan::cost).sum();
    int looks = parts.stream().mapToInt(Plan::looks).sum();
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
    List<Plan> parts = allOf.parts().stream().map(part -> part.accept(this)).toList();
    return parts.stream()
        .filter(this::canBegin)
        .sorted(Comparator.comparing(Plan::rows))
        .limit(MOST_BEGINNINGS)
        .map(first -> less(allOf, first, without(parts, first), true))
        .min(Comparator.comparing(Plan::cost))
        .orElseThrow();
  }

  /** What is implied by another part begins only where that one is known to be larger. */
  private boolean canBegin(Plan plan) {
    return sizes.devices() > 0
        || !(plan.criterion() instanceof Criterion.OfApplication of && of.implied());
  }

  private static List<Plan> without(List<Plan> parts, Plan one) {
    return parts.stream().filter(part -> part != one).toList();
  }

  @Override
  public Plan allBut(Criterion.AllBut allBut) {
    return less(
        allBut,
        allBut.base().accept(this),
        allBut.without().stream().map(part -> part.accept(this)).toList(),
        false);
  }

  /**
   * A stream of those devices for which the others hold, or do not.
   *
   * @param passes whether the devices stay for which the others hold
   */
  private Plan less(Criterion criterion, Plan base, List<Plan> others, boolean passes) {
    IdStream stream = base.stream();
    double cost = base.cost();
    double rows = base.rows();
    int merges = 0;
    List<Plan> merged = new ArrayList<>();
    for (Plan other : others.stream().sorted(mostLeaveFirst(passes)).toList()) {
      double looking = looking(rows, other.looks());
      double merging = other.cost() + MERGE * (rows + other.rows());
      if (looking <= merging || merges == MOST_MERGED) {
        stream =
            IdStream.Tested.of(merged(stream, merged, passes), new Test(other.criterion(), passes));
        merged.clear();
        cost += looking;
      } else {
        merged.add(other);
        merges++;
        cost += merging;
      }
      rows *= passes ? share(other) : 1 - share(other);
    }
    return new Plan(
        criterion,
        merged(stream, merged, passes),
        rows,
        cost,
        base.looks() + others.stream().mapToInt(Plan::looks).sum());
  }

  private static IdStream merged(IdStream stream, List<Plan> others, boolean passes) {
    List<IdStream> streams = others.stream().map(Plan::stream).toList();
    if (!passes && streams.size() > MOST_IN_A_ROW) {
      streams = List.of(union(streams));
    }
    Operator operator = passes ? Operator.INTERSECT : Operator.EXCEPT;
    return IdStream.Merged.of(
        stream, streams.stream().map(other -> new Step(operator, other)).toList());
  }

  private double looking(double rows, int looks) {
    return looks * (rows * LOOK + Math.min(rows, sizes.devices() / DEVICES_A_PAGE) * PAGE);
  }

  private static Comparator<Plan> mostLeaveFirst(boolean passes) {
    Comparator<Plan> fewest = Comparator.comparing(Plan::rows);
    return passes ? fewest : fewest.reversed();
  }

  /** The part of all devices that a plan selects; more than none, for nobody knows. */
  private double share(Plan plan) {
    return Math.max(0.001, Math.min(0.999, plan.rows() / Math.max(1, sizes.devices())));
  }

  @Override
  public Plan ofApplication(Criterion.OfApplication ofApplication) {
    double walking = WALK * sizes.devices();
    double rows = sizes.of(ofApplication);
    // Through its index they come in another order, and what else is asked is in the table.
    double searching =
        sizes.of(Criterion.OfApplication.whole(ofApplication.code()))
            * (READ + SORT + (ofApplication.isWhole() ? 0 : LOOK + PAGE));
    return new Plan(
        ofApplication,
        new IdStream.OfApplication(ofApplication, ofApplication.implied() || walking < searching),
        rows,
        ofApplication.implied() ? walking : Math.min(walking, searching),
        1);
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
        ? new Plan(valued, parts.get(0), rows, rows * READ, 1)
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
    return new Plan(criterion, stream, rows, rows * (READ + SORT), 1);
  }
}
