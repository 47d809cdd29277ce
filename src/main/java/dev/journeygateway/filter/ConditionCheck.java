package dev.journeygateway.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one tag condition a question to the table, or refuses it with the names of tag, type and
 * operator.
 *
 * <p>A date without a time is that whole UTC day. {@code "N days ago"} is N times 24 hours before
 * now for comparisons, and that whole UTC day for eq, noteq, in, notin and between. {@code daysago}
 * compares the number of whole days (24 hours) that have passed since the value: at 3 days and an
 * hour it is 3, so gt 3 begins at four days.
 */
record ConditionCheck(String application, Tag tag, Filter.TagCondition condition) {

  private static final Pattern DAYS_AGO =
      Pattern.compile("([0-9]{1,6})\\s+days?\\s+ago", Pattern.CASE_INSENSITIVE);
  private static final Pattern DAYS = Pattern.compile("[0-9]{1,6}");

  Criterion criterion() {
    Operator operator = condition.operator();
    if (condition.daysAgo() && tag.type() != TagType.DATE) {
      throw noOperator("daysago");
    }
    if (!tag.type().has(operator)) {
      throw noOperator(operator.word());
    }
    return switch (operator) {
      case SET -> new Criterion.Tagged(application, tag);
      case NOTSET ->
          new Criterion.AllBut(
              Criterion.OfApplication.whole(application),
              List.of(new Criterion.Tagged(application, tag)));
      case NOTEQ, NOTIN -> valuedOtherwise(spans());
      default -> new Criterion.Valued(application, tag, spans());
    };
  }

  /** Of several values one in the spans is enough to be out. */
  private Criterion valuedOtherwise(List<Span> spans) {
    return tag.type() == TagType.LIST
        ? new Criterion.AllBut(
            new Criterion.Tagged(application, tag),
            List.of(new Criterion.Valued(application, tag, spans)))
        : new Criterion.ValuedOtherwise(application, tag, spans);
  }

  private List<Span> spans() {
    List<Operand.Scalar> values = values();
    if (condition.operator() == Operator.BETWEEN) {
      if (condition.daysAgo()) {
        return List.of(elapsed(days(values.get(0)), days(values.get(1))));
      }
      return List.of(Span.between(low(values.get(0)), high(values.get(1))));
    }
    List<Span> spans = new ArrayList<>();
    for (Operand.Scalar value : values) {
      spans.add(condition.daysAgo() ? elapsed(value) : span(value));
    }
    return spans.stream().distinct().toList();
  }

  private List<Operand.Scalar> values() {
    Operand operand = condition.operand().orElseThrow();
    if (operand instanceof Operand.Scalar scalar) {
      return List.of(scalar);
    }
    if (condition.operator() == Operator.EQ && tag.type() != TagType.LIST) {
      throw operand.place().refuse(described() + ": eq takes one value");
    }
    return ((Operand.Many) operand).values();
  }

  private Span span(Operand.Scalar value) {
    return switch (condition.operator()) {
      case GT -> Span.above(isDay(value) ? high(value) : bound(value), false);
      case GTE -> Span.above(bound(value), true);
      case LT -> Span.below(bound(value), false);
      case LTE -> Span.below(isDay(value) ? high(value) : bound(value), true);
      default ->
          isRelative(value) || isDay(value)
              ? Span.between(low(value), high(value))
              : Span.exactly(bound(value));
    };
  }

  /** More days ago is earlier, so everything turns round. */
  private Span elapsed(Operand.Scalar value) {
    long days = days(value);
    return switch (condition.operator()) {
      case GT -> Span.below(new Bound.DaysBefore(days + 1), true);
      case GTE -> Span.below(new Bound.DaysBefore(days), true);
      case LT -> Span.above(new Bound.DaysBefore(days), false);
      case LTE -> Span.above(new Bound.DaysBefore(days + 1), false);
      default -> elapsed(days, days);
    };
  }

  private static Span elapsed(long fewest, long most) {
    return new Span(
        Optional.of(new Bound.DaysBefore(most + 1)),
        false,
        Optional.of(new Bound.DaysBefore(fewest)),
        true);
  }

  private Bound bound(Operand.Scalar value) {
    return isRelative(value) ? new Bound.DaysBefore(relativeDays(value)) : fixed(value);
  }

  private Bound low(Operand.Scalar value) {
    return isRelative(value) ? new Bound.StartOfDay(relativeDays(value)) : fixed(value);
  }

  private Bound high(Operand.Scalar value) {
    if (isRelative(value)) {
      return new Bound.EndOfDay(relativeDays(value));
    }
    return isDay(value)
        ? new Bound.Fixed((Long) fixed(value).value() + Bound.DAY - 1)
        : fixed(value);
  }

  private Bound.Fixed fixed(Operand.Scalar value) {
    try {
      return new Bound.Fixed(tag.type().stored(value.text()));
    } catch (IllegalArgumentException e) {
      throw value
          .place()
          .refuse(described() + ": " + Printer.operand(value) + " " + e.getMessage());
    }
  }

  private boolean isRelative(Operand.Scalar value) {
    return tag.type() == TagType.DATE && DAYS_AGO.matcher(value.text()).matches();
  }

  private boolean isDay(Operand.Scalar value) {
    return tag.type().isDay(value.text());
  }

  private static long relativeDays(Operand.Scalar value) {
    Matcher matcher = DAYS_AGO.matcher(value.text());
    if (!matcher.matches()) {
      throw new IllegalStateException("asked for the days of " + value);
    }
    return Long.parseLong(matcher.group(1));
  }

  private long days(Operand.Scalar value) {
    if (!DAYS.matcher(value.text()).matches()) {
      throw value
          .place()
          .refuse(described() + ": " + Printer.operand(value) + " is not a number of days");
    }
    return Long.parseLong(value.text());
  }

  private InvalidFilter noOperator(String operator) {
    return condition.operatorPlace().refuse(described() + " and has no operator " + operator);
  }

  private String described() {
    return "tag " + condition.name() + " is of type " + tag.type().word();
  }
}
