package dev.journeygateway.filter;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Random trees of every shape the grammar has, whether or not they make sense to a tag catalogue.
 */
final class FilterArbitraries {

  private FilterArbitraries() {}

  static Arbitrary<Filter> filters() {
    return trees(conditions(), 4);
  }

  /** Trees over the given conditions, up to so many levels deep. */
  static Arbitrary<Filter> trees(Arbitrary<Filter> conditions, int depth) {
    if (depth == 0) {
      return conditions;
    }
    Arbitrary<Filter> inner = trees(conditions, depth - 1);
    return Arbitraries.oneOf(
        conditions,
        inner.list().ofMinSize(2).ofMaxSize(3).map(Filter::union),
        inner.list().ofMinSize(2).ofMaxSize(3).map(Filter::intersection),
        Combinators.combine(inner, inner.list().ofMinSize(1).ofMaxSize(2)).as(Filter::difference));
  }

  private static Arbitrary<Filter> conditions() {
    Arbitrary<Filter> tags =
        Combinators.combine(
                codes().optional(),
                texts(),
                Arbitraries.of(Operator.values()),
                Arbitraries.of(true, false))
            .flatAs(
                (code, name, operator, daysAgo) ->
                    operands(operator)
                        .map(
                            operand ->
                                new Filter.TagCondition(
                                    Place.NOWHERE,
                                    code,
                                    name,
                                    daysAgo && code.isPresent() && operand.isPresent(),
                                    Place.NOWHERE,
                                    operator,
                                    operand)));
    Arbitrary<Filter> applications =
        Combinators.combine(codes(), platforms(), Arbitraries.of(true, false))
            .as(
                (code, platforms, withTokens) ->
                    new Filter.Application(
                        Place.NOWHERE, code, platforms, withTokens && !platforms.isEmpty()));
    Arbitrary<Filter> groups =
        Combinators.combine(codes(), platforms())
            .as((code, platforms) -> new Filter.Group(Place.NOWHERE, code, platforms));
    return Arbitraries.oneOf(tags, applications, groups);
  }

  private static Arbitrary<Optional<Operand>> operands(Operator operator) {
    Arbitrary<Operand> lists =
        scalars()
            .list()
            .ofMinSize(operator.takes() == Operator.Takes.TWO ? 2 : 1)
            .ofMaxSize(operator.takes() == Operator.Takes.TWO ? 2 : 4)
            .map(values -> new Operand.Many(Place.NOWHERE, values));
    Arbitrary<Operand> single = scalars().map(scalar -> scalar);
    return switch (operator.takes()) {
      case NOTHING -> Arbitraries.just(Optional.empty());
      case ONE -> single.map(Optional::of);
      case TWO -> lists.map(Optional::of);
      case ONE_OR_LIST -> Arbitraries.oneOf(single, lists).map(Optional::of);
    };
  }

  private static Arbitrary<Operand.Scalar> scalars() {
    return Arbitraries.oneOf(
        texts().map(text -> new Operand.Text(Place.NOWHERE, text)),
        Arbitraries.bigDecimals()
            .map(number -> new Operand.Num(Place.NOWHERE, number.toPlainString())),
        Arbitraries.of(true, false).map(value -> new Operand.Bool(Place.NOWHERE, value)));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("ab\"\\ ,()[].+*\n\t\u00fc\u6771")
        .excludeChars('\0')
        .ofMaxLength(6);
  }

  private static Arbitrary<String> codes() {
    return Arbitraries.of("AAAAA-00001", "bbbbb-00002", "00000-CCCCC");
  }

  private static Arbitrary<List<String>> platforms() {
    return Arbitraries.of("IOS", "ANDROID", "WINDOWS_PHONE", "A B.C-1").list().ofMaxSize(2);
  }
}
