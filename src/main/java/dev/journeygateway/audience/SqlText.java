package dev.journeygateway.audience;

import dev.journeygateway.filter.Criterion;
import dev.journeygateway.filter.Span;
import dev.journeygateway.filter.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is written so far of a statement, and the values of its question marks: everything that
 * comes from a filter goes in as one of those.
 */
final class SqlText {

  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();
  private final Instant now;
  private int aliases;

  /**
   * @param now what relative dates count from
   */
  SqlText(Instant now) {
    this.now = now;
  }

  /** Writes words of our own. */
  SqlText append(String words) {
    text.append(words);
    return this;
  }

  /** Writes a question mark for a value. */
  SqlText value(Object value) {
    text.append('?');
    values.add(value);
    return this;
  }

  /** Where the values of spans lie at the instant of this statement. */
  Stretches stretches(List<Span> spans) {
    return Stretches.of(spans, now);
  }

  SqlFragment fragment() {
    return new SqlFragment(text.toString(), values);
  }

  /** Writes what an application asks of a device, in parentheses. */
  void application(Criterion.OfApplication application, String alias) {
    String and = "(";
    if (!application.implied()) {
      text.append(and).append(alias).append(".application_code = ?");
      values.add(application.code());
      and = " and ";
    }
    if (!application.platforms().isEmpty()) {
      text.append(and).append(alias).append(".platform");
      oneOf(List.copyOf(application.platforms()));
      and = " and ";
    }
    if (application.withTokens()) {
      text.append(and).append(alias).append(".push_token");
    }
    text.append(')');
  }

  /**
   * Writes what is asked of a row of a tag's values.
   *
   * @param spans where a value must lie in one of them; any value does where there are none
   * @param otherwise whether it must lie in none of them
   */
  void values(Tag tag, List<Span> spans, boolean otherwise, String alias) {
    text.append(alias).append(".tag_id = ?");
    values.add(tag.id());
    if (spans.isEmpty()) {
      return;
    }
    text.append(otherwise ? " and not (" : " and ");
    String column = alias + ".tag_value";
    List<Object> exact =
        spans.stream().filter(Span::isExact).map(span -> span.low().orElseThrow().at(now)).toList();
    List<Span> ranges = spans.stream().filter(span -> !span.isExact()).toList();
    boolean several = !ranges.isEmpty() && ranges.size() + exact.size() > 1;
    text.append(several ? "(" : "");
    if (!exact.isEmpty()) {
      text.append(column);
      oneOf(exact);
    }
    for (int i = 0; i < ranges.size(); i++) {
      text.append(i == 0 && exact.isEmpty() ? "" : " or ");
      range(ranges.get(i), column);
    }
    text.append(several ? ")" : "").append(otherwise ? ")" : "");
  }

  private void range(Span span, String column) {
    span.low()
        .ifPresent(
            low -> {
              text.append(column).append(span.lowIncluded() ? " >= ?" : " > ?");
              values.add(low.at(now));
            });
    text.append(span.low().isPresent() && span.high().isPresent() ? " and " : "");
    span.high()
        .ifPresent(
            high -> {
              text.append(column).append(span.highIncluded() ? " <= ?" : " < ?");
              values.add(high.at(now));
            });
  }

  /** Writes that the expression before is one of these. */
  void oneOf(List<Object> candidates) {
    if (candidates.size() == 1) {
      text.append(" = ?");
    } else {
      text.append(" in (?").append(", ?".repeat(candidates.size() - 1)).append(')');
    }
    values.addAll(candidates);
  }

  /** A name for a table that was not given before. */
  String alias() {
    return "t" + ++aliases;
  }

  /** The table that holds the values of a tag. */
  static String table(Tag tag) {
    return tag.type().isNumber() ? "device_tag_number" : "device_tag_text";
  }
}
