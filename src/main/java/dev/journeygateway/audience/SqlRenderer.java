package dev.journeygateway.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders a checked filter as one SELECT that H2 and PostgreSQL read alike.
 *
 * <p>Every condition becomes a semi-join from a value's index to its devices, because PostgreSQL
 * flattens {@code in (select ...)} and {@code not exists} under an and into joins it can order by
 * itself. It does not flatten what stands under an or; so a union is one {@code in} over a {@code
 * union}, never an or of two. (Over a {@code union all} it takes 200 devices for granted, and
 * everything joined to it suffers; where there is nothing else, that saves making them distinct.)
 * Values of the filter are bound, names come from this class.
 */
public final class SqlRenderer {

  /**
   * PostgreSQL weighs the orders of joins on one column against each other, and takes seconds to
   * plan a hundred; it does not reorder an intersect.
   */
  private static final int MAX_JOINED = 16;

  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();
  private final Instant now;
  private final Criterion whole;
  private int aliases;

  private SqlRenderer(Criterion whole, Instant now) {
    this.whole = whole;
    this.now = now;
  }

  /**
   * The devices that a filter selects, as rows (device_id, user_id), each device once.
   *
   * @param now what relative dates count from, one instant for the whole request; taken to its full
   *     second
   */
  public static SqlFragment select(CheckedFilter filter, Instant now) {
    SqlRenderer renderer = new SqlRenderer(filter.criterion(), now);
    renderer.text.append("select d.id as device_id, d.user_id from device d where ");
    renderer.predicate(filter.criterion(), new Subject("d.id", "d"));
    return renderer.fragment();
  }

  /** How many devices and how many users a filter selects, as one row (devices, users). */
  static SqlFragment totals(CheckedFilter filter, Instant now) {
    return select(filter, now)
        .within(
            "select count(*) as devices, count(distinct s.user_id) as users from (",
            List.of(),
            ") s");
  }

  /** How many devices a condition selects by itself, as one row (devices). */
  static SqlFragment count(CheckedFilter.Clause clause, Instant now) {
    SqlRenderer renderer = new SqlRenderer(clause.criterion(), now);
    renderer.text.append("select count(distinct s.device_id) as devices from (");
    renderer.ids(clause.criterion());
    renderer.text.append(") s");
    return renderer.fragment();
  }

  private SqlFragment fragment() {
    return new SqlFragment(text.toString(), values);
  }

  /**
   * What a predicate is about.
   *
   * @param id the column with the device's id
   * @param device the alias of the table device where that is at hand, otherwise null
   */
  private record Subject(String id, String device) {}

  /**
   * Writes a boolean expression that is true for the devices of the criterion; it may hold several,
   * joined by and.
   */
  private void predicate(Criterion criterion, Subject subject) {
    criterion.accept(new Predicate(subject));
  }

  /**
   * Writes the parts joined by and, the first few to be joined in the order the database likes, the
   * rest as they come.
   */
  private void all(List<Criterion> parts, String before, Subject subject) {
    String and = before;
    for (Criterion part : parts.subList(0, Math.min(parts.size(), MAX_JOINED))) {
      text.append(and);
      predicate(part, subject);
      and = " and ";
    }
    if (parts.size() > MAX_JOINED) {
      text.append(and).append(subject.id()).append(" in (");
      ids(parts.subList(MAX_JOINED, parts.size()), " intersect ");
      text.append(')');
    }
  }

  /**
   * Writes the SELECTs of all parts with the operator between them, as a tree of little depth: H2
   * recurses into it.
   */
  private void ids(List<Criterion> parts, String operator) {
    if (parts.size() == 1) {
      ids(parts.get(0));
      return;
    }
    int half = parts.size() / 2;
    text.append('(');
    ids(parts.subList(0, half), operator);
    text.append(')').append(operator).append('(');
    ids(parts.subList(half, parts.size()), operator);
    text.append(')');
  }

  /** Writes the negation; a device without a platform has none of those named. */
  private void negation(Criterion criterion, Subject subject) {
    criterion.accept(new Negation(subject));
  }

  /** Writes a SELECT of device_id; it may give a device several times. */
  private void ids(Criterion criterion) {
    criterion.accept(new Ids(null));
  }

  private final class Predicate implements Criterion.Visitor<Void> {

    private final Subject subject;

    Predicate(Subject subject) {
      this.subject = subject;
    }

    @Override
    public Void allOf(Criterion.AllOf allOf) {
      all(ImpliedApplications.leftOut(allOf.parts()), "", subject);
      return null;
    }

    @Override
    public Void allBut(Criterion.AllBut allBut) {
      List<Criterion> without = allBut.eachWithout();
      if (without.size() > MAX_JOINED) {
        text.append(subject.id()).append(" in ((");
        ids(allBut.base());
        text.append(") except (");
        ids(without, " union all ");
        text.append("))");
        return null;
      }
      predicate(allBut.base(), subject);
      for (Criterion part : without) {
        text.append(" and ");
        negation(part, subject);
      }
      return null;
    }

    @Override
    public Void anyOf(Criterion.AnyOf anyOf) {
      if (subject.device() == null
          || !anyOf.parts().stream().allMatch(Criterion.OfApplication.class::isInstance)) {
        return in(anyOf);
      }
      text.append('(');
      for (int i = 0; i < anyOf.parts().size(); i++) {
        text.append(i == 0 ? "" : " or ");
        applicationColumns((Criterion.OfApplication) anyOf.parts().get(i), subject.device());
      }
      text.append(')');
      return null;
    }

    @Override
    public Void ofApplication(Criterion.OfApplication ofApplication) {
      if (subject.device() == null) {
        return in(ofApplication);
      }
      applicationColumns(ofApplication, subject.device());
      return null;
    }

    @Override
    public Void tagged(Criterion.Tagged tagged) {
      return in(tagged);
    }

    @Override
    public Void untagged(Criterion.Untagged untagged) {
      predicate(new Criterion.OfApplication(untagged.application(), List.of(), false), subject);
      text.append(" and ");
      notExists(untagged.tag(), List.of(), subject);
      return null;
    }

    @Override
    public Void valued(Criterion.Valued valued) {
      return in(valued);
    }

    @Override
    public Void valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
      if (valuedOtherwise.tag().type() != TagType.LIST) {
        return in(valuedOtherwise);
      }
      in(new Criterion.Tagged(valuedOtherwise.application(), valuedOtherwise.tag()));
      text.append(" and ");
      notExists(valuedOtherwise.tag(), valuedOtherwise.spans(), subject);
      return null;
    }

    private Void in(Criterion criterion) {
      text.append(subject.id()).append(" in (");
      ids(criterion);
      text.append(')');
      return null;
    }
  }

  private final class Negation implements Criterion.Visitor<Void> {

    private final Subject subject;

    Negation(Subject subject) {
      this.subject = subject;
    }

    @Override
    public Void anyOf(Criterion.AnyOf anyOf) {
      return notAmongIds(anyOf);
    }

    @Override
    public Void allOf(Criterion.AllOf allOf) {
      return notAmongIds(allOf);
    }

    @Override
    public Void allBut(Criterion.AllBut allBut) {
      return notAmongIds(allBut);
    }

    @Override
    public Void ofApplication(Criterion.OfApplication ofApplication) {
      if (subject.device() == null) {
        return notAmongIds(ofApplication);
      }
      text.append("not coalesce(");
      applicationColumns(ofApplication, subject.device());
      text.append(", false)");
      return null;
    }

    @Override
    public Void tagged(Criterion.Tagged tagged) {
      notExists(tagged.tag(), List.of(), subject);
      return null;
    }

    @Override
    public Void untagged(Criterion.Untagged untagged) {
      return notAmongIds(untagged);
    }

    @Override
    public Void valued(Criterion.Valued valued) {
      notExists(valued.tag(), valued.spans(), subject);
      return null;
    }

    @Override
    public Void valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
      return notAmongIds(valuedOtherwise);
    }

    private Void notAmongIds(Criterion criterion) {
      text.append("not exists (");
      criterion.accept(new Ids(subject));
      text.append(')');
      return null;
    }
  }

  /**
   * Writes a SELECT of device_id, of all devices or of one alone. H2 parses a derived table anew at
   * each level: none here.
   */
  private final class Ids implements Criterion.Visitor<Void> {

    private final Subject only;

    /**
     * @param only the device that is asked about, or null for all
     */
    Ids(Subject only) {
      this.only = only;
    }

    @Override
    public Void anyOf(Criterion.AnyOf anyOf) {
      if (only != null) {
        return devices(anyOf);
      }
      ids(anyOf.parts(), anyOf == whole ? " union all " : " union ");
      return null;
    }

    @Override
    public Void allOf(Criterion.AllOf allOf) {
      List<Criterion> parts = new ArrayList<>(ImpliedApplications.leftOut(allOf.parts()));
      int first = firstByValue(parts);
      if (first < 0) {
        return devices(allOf);
      }
      Subject subject = byValue(parts.remove(first));
      all(parts, " and ", subject);
      return null;
    }

    @Override
    public Void allBut(Criterion.AllBut allBut) {
      List<Criterion> without = allBut.eachWithout();
      if (without.size() > MAX_JOINED || firstByValue(List.of(allBut.base())) < 0) {
        return devices(allBut);
      }
      Subject subject = byValue(allBut.base());
      for (Criterion part : without) {
        text.append(" and ");
        negation(part, subject);
      }
      return null;
    }

    @Override
    public Void ofApplication(Criterion.OfApplication ofApplication) {
      return devices(ofApplication);
    }

    @Override
    public Void tagged(Criterion.Tagged tagged) {
      byValue(tagged);
      return null;
    }

    @Override
    public Void untagged(Criterion.Untagged untagged) {
      return devices(untagged);
    }

    @Override
    public Void valued(Criterion.Valued valued) {
      byValue(valued);
      return null;
    }

    @Override
    public Void valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
      if (valuedOtherwise.tag().type() == TagType.LIST) {
        Subject subject =
            byValue(new Criterion.Tagged(valuedOtherwise.application(), valuedOtherwise.tag()));
        text.append(" and ");
        notExists(valuedOtherwise.tag(), valuedOtherwise.spans(), subject);
      } else {
        byValue(valuedOtherwise);
      }
      return null;
    }

    private Void devices(Criterion criterion) {
      String alias = alias();
      text.append("select ")
          .append(alias)
          .append(".id as device_id from device ")
          .append(alias)
          .append(" where ");
      predicate(criterion, new Subject(alias + ".id", alias));
      onlyThat(alias + ".id");
      return null;
    }

    /** Writes a SELECT over one tag's values to which conditions can be added with and. */
    private Subject byValue(Criterion criterion) {
      Tag tag;
      List<Span> spans = List.of();
      boolean otherwise = false;
      if (criterion instanceof Criterion.Tagged tagged) {
        tag = tagged.tag();
      } else if (criterion instanceof Criterion.Valued valued) {
        tag = valued.tag();
        spans = valued.spans();
      } else {
        Criterion.ValuedOtherwise valuedOtherwise = (Criterion.ValuedOtherwise) criterion;
        tag = valuedOtherwise.tag();
        spans = valuedOtherwise.spans();
        otherwise = true;
      }
      String alias = alias();
      text.append("select ")
          .append(alias)
          .append(".device_id from ")
          .append(table(tag))
          .append(' ')
          .append(alias);
      text.append(" where ");
      tagColumns(tag, spans, otherwise, alias);
      onlyThat(alias + ".device_id");
      return new Subject(alias + ".device_id", null);
    }

    private void onlyThat(String id) {
      if (only != null) {
        text.append(" and ").append(id).append(" = ").append(only.id());
      }
    }
  }

  /** The index of the first part that is a stretch of one tag's value index, or -1. */
  private static int firstByValue(List<Criterion> parts) {
    for (int i = 0; i < parts.size(); i++) {
      Criterion part = parts.get(i);
      if (part instanceof Criterion.Tagged || part instanceof Criterion.Valued) {
        return i;
      }
    }
    return -1;
  }

  private void notExists(Tag tag, List<Span> spans, Subject subject) {
    String alias = alias();
    text.append("not exists (select 1 from ")
        .append(table(tag))
        .append(' ')
        .append(alias)
        .append(" where ");
    tagColumns(tag, spans, false, alias);
    text.append(" and ").append(alias).append(".device_id = ").append(subject.id()).append(')');
  }

  private void applicationColumns(Criterion.OfApplication application, String alias) {
    text.append('(').append(alias).append(".application_code = ?");
    values.add(application.code());
    if (!application.platforms().isEmpty()) {
      text.append(" and ").append(alias).append(".platform");
      oneOf(List.copyOf(application.platforms()));
    }
    if (application.withTokens()) {
      text.append(" and ").append(alias).append(".push_token");
    }
    text.append(')');
  }

  private void tagColumns(Tag tag, List<Span> spans, boolean otherwise, String alias) {
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

  private void oneOf(List<Object> candidates) {
    if (candidates.size() == 1) {
      text.append(" = ?");
    } else {
      text.append(" in (?").append(", ?".repeat(candidates.size() - 1)).append(')');
    }
    values.addAll(candidates);
  }

  private String alias() {
    return "t" + ++aliases;
  }

  private static String table(Tag tag) {
    return tag.type().isNumber() ? "device_tag_number" : "device_tag_text";
  }
}
