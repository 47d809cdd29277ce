package dev.journeygateway.filter;

import java.util.List;

/** Counts the values that a statement binds which asks for a criterion. */
final class ValueCount implements Criterion.Visitor<Integer> {

  static int of(Criterion criterion) {
    return Simplification.of(criterion).accept(new ValueCount());
  }

  private int sum(List<Criterion> parts) {
    return parts.stream().mapToInt(part -> part.accept(this)).sum();
  }

  private static int of(List<Span> spans) {
    return 1 + spans.stream().mapToInt(ValueCount::of).sum();
  }

  private static int of(Span span) {
    return span.isExact() ? 1 : (int) (span.low().stream().count() + span.high().stream().count());
  }

  @Override
  public Integer anyOf(Criterion.AnyOf anyOf) {
    return sum(anyOf.parts());
  }

  @Override
  public Integer allOf(Criterion.AllOf allOf) {
    return sum(allOf.parts());
  }

  @Override
  public Integer allBut(Criterion.AllBut allBut) {
    return allBut.base().accept(this) + sum(allBut.without());
  }

  @Override
  public Integer ofApplication(Criterion.OfApplication ofApplication) {
    return 1 + ofApplication.platforms().size();
  }

  @Override
  public Integer tagged(Criterion.Tagged tagged) {
    return 1;
  }

  @Override
  public Integer valued(Criterion.Valued valued) {
    return of(valued.spans());
  }

  @Override
  public Integer valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
    return of(valuedOtherwise.spans());
  }
}
