package dev.journeygateway.audience;

import dev.journeygateway.filter.Criterion;
import dev.journeygateway.filter.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A way to read the ids of the devices of a filter: where they come from, which of them are looked
 * at one by one, and what is merged with what.
 */
sealed interface IdStream {

  /**
   * The devices of each value come in their order; up to here it is faster to merge than to sort.
   */
  int FEW_VALUES = 8;

  /** What is read from the values of one tag. */
  sealed interface OfTag extends IdStream {
    Tag tag();
  }

  /** The devices with any value of a tag. */
  record AllOfTag(Tag tag) implements OfTag {}

  /** The devices with one of some values of a tag. */
  record OfValues(Tag tag, List<Object> values) implements OfTag {}

  /** The devices with a value of a tag in a range. */
  record OfRange(Tag tag, Stretches.Range range) implements OfTag {}

  /** The devices with a value of a tag outside of all these. */
  record Outside(Tag tag, Stretches stretches) implements OfTag {}

  /**
   * The devices of an application.
   *
   * @param walk whether to look at all devices there are, in the order of their ids
   */
  record OfApplication(Criterion.OfApplication application, boolean walk) implements IdStream {}

  /** The stretches of an index that hold the values of a condition; none where no value can be. */
  static List<IdStream> of(Criterion.Valued valued, Instant now) {
    Tag tag = valued.tag();
    Stretches stretches = Stretches.of(valued.spans(), now);
    if (stretches.isEverything()) {
      return List.of(new AllOfTag(tag));
    }
    List<IdStream> streams = new ArrayList<>();
    if (stretches.values().size() <= FEW_VALUES) {
      stretches.values().forEach(value -> streams.add(new OfValues(tag, List.of(value))));
    } else {
      streams.add(new OfValues(tag, stretches.values()));
    }
    stretches.ranges().forEach(range -> streams.add(new OfRange(tag, range)));
    return streams;
  }

  /** No device. */
  record Nothing() implements IdStream {}

  /** Those devices of a source that pass all tests, each being looked up. */
  record Tested(IdStream source, List<Test> tests) implements IdStream {

    static IdStream of(IdStream source, Test test) {
      return source instanceof Tested tested
          ? new Tested(
              tested.source, Stream.concat(tested.tests.stream(), Stream.of(test)).toList())
          : new Tested(source, List.of(test));
    }
  }

  /**
   * Streams merged with each other, in their order.
   *
   * @param steps as in an arithmetic expression without parentheses, read from left to right
   */
  record Merged(IdStream first, List<Step> steps) implements IdStream {

    static IdStream of(IdStream first, List<Step> steps) {
      return steps.isEmpty() ? first : new Merged(first, List.copyOf(steps));
    }

    boolean isUnion() {
      return steps.stream().allMatch(step -> step.operator() == Operator.UNION);
    }
  }

  /** One more stream of a merge. */
  record Step(Operator operator, IdStream stream) {}

  /** How two streams are merged. */
  enum Operator {
    UNION(" union "),
    INTERSECT(" intersect "),
    EXCEPT(" except ");

    private final String word;

    Operator(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /**
   * What one device is asked.
   *
   * @param passes whether it passes when the criterion holds, rather than when it does not
   */
  record Test(Criterion criterion, boolean passes) {}
}
