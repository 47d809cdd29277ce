package dev.journeygateway.audience;

import dev.journeygateway.filter.Criterion;
import dev.journeygateway.filter.Simplification;
import dev.journeygateway.filter.Span;
import dev.journeygateway.filter.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement that {@link SemiJoins} writes.
 *
 * <p>Every condition becomes a semi-join from a value's index to its devices, because PostgreSQL
 * flattens {@code in (select ...)} and {@code not exists} under an and into joins it can order by
 * itself. It does not flatten the parts of an or; so a union is one {@code in} over a {@code
 * union}, never an or of two. (Over a {@code union all} it takes 200 devices for granted, and
 * everything joined to it suffers; where there is nothing else, that saves making them distinct.)
 */
final class SemiJoinWriter {

  /**
   * PostgreSQL weighs the orders of joins on one column against each other, and takes seconds to
   * plan a hundred; it does not reorder an intersect.
   */
  private static final int MAX_JOINED = 16;

  private final SqlText sql;
  private final Criterion whole;

  SemiJoinWriter(Criterion criterion, Instant now) {
    this.whole = Simplification.of(criterion);
    this.sql = new SqlText(now);
  }

  /** Devices as rows (device_id, user_id), each once. */
  SqlFragment devices() {
    sql.append("select d.id as device_id, d.user_id from device d where ");
    predicate(whole, new Subject("d.id", "d"));
    return sql.fragment();
  }

  /** The ids of devices as rows (device_id), some perhaps several times. */
  SqlFragment ids() {
    ids(whole);
    return sql.fragment();
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
      sql.append(and);
      predicate(part, subject);
      and = " and ";
    }
    if (parts.size() > MAX_JOINED) {
      sql.append(and).append(subject.id()).append(" in (");
      ids(parts.subList(MAX_JOINED, parts.size()), " intersect ");
      sql.append(")");
    }
  }

  /** Writes the SELECTs of all parts with the operator between them, as a tree of little depth. */
  private void ids(List<Criterion> parts, String operator) {
    if (parts.size() == 1) {
      ids(parts.get(0));
      return;
    }
    int half = parts.size() / 2;
    sql.append("select * from (");
    ids(parts.subList(0, half), operator);
    sql.append(") ").append(sql.alias()).append(operator).append("select * from (");
    ids(parts.subList(half, parts.size()), operator);
    sql.append(") ").append(sql.alias());
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
      all(allOf.parts(), "", subject);
      return null;
    }

    @Override
    public Void allBut(Criterion.AllBut allBut) {
      List<Criterion> without = allBut.without();
      if (without.size() > MAX_JOINED) {
        sql.append(subject.id()).append(" in (select * from (");
        ids(allBut.base());
        sql.append(") ").append(sql.alias()).append(" except select * from (");
        ids(without, " union all ");
        sql.append(") ").append(sql.alias()).append(")");
        return null;
      }
      predicate(allBut.base(), subject);
      for (Criterion part : without) {
        sql.append(" and ");
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
      sql.append("(");
      for (int i = 0; i < anyOf.parts().size(); i++) {
        sql.append(i == 0 ? "" : " or ");
        sql.application((Criterion.OfApplication) anyOf.parts().get(i), subject.device());
      }
      sql.append(")");
      return null;
    }

    @Override
    public Void ofApplication(Criterion.OfApplication ofApplication) {
      if (subject.device() == null) {
        return in(ofApplication);
      }
      sql.application(ofApplication, subject.device());
      return null;
    }

    @Override
    public Void tagged(Criterion.Tagged tagged) {
      return in(tagged);
    }

    @Override
    public Void valued(Criterion.Valued valued) {
      return in(valued);
    }

    @Override
    public Void valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
      return in(valuedOtherwise);
    }

    private Void in(Criterion criterion) {
      sql.append(subject.id()).append(" in (");
      ids(criterion);
      sql.append(")");
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
      sql.append("not coalesce(");
      sql.application(ofApplication, subject.device());
      sql.append(", false)");
      return null;
    }

    @Override
    public Void tagged(Criterion.Tagged tagged) {
      notExists(tagged.tag(), List.of(), subject);
      return null;
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
      sql.append("not exists (");
      criterion.accept(new Ids(subject));
      sql.append(")");
      return null;
    }
  }

  /** Writes a SELECT of device_id, of all devices or of one alone. */
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
      return byValues(allOf) == null ? devices(allOf) : null;
    }

    @Override
    public Void allBut(Criterion.AllBut allBut) {
      List<Criterion> without = allBut.without();
      Subject subject = without.size() > MAX_JOINED ? null : byValues(allBut.base());
      if (subject == null) {
        return devices(allBut);
      }
      for (Criterion part : without) {
        sql.append(" and ");
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
    public Void valued(Criterion.Valued valued) {
      byValue(valued);
      return null;
    }

    @Override
    public Void valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
      byValue(valuedOtherwise);
      return null;
    }

    private Void devices(Criterion criterion) {
      String alias = sql.alias();
      sql.append("select ")
          .append(alias)
          .append(".id as device_id from device ")
          .append(alias)
          .append(" where ");
      predicate(criterion, new Subject(alias + ".id", alias));
      onlyThat(alias + ".id");
      return null;
    }

    /**
     * Writes a SELECT over one tag's values that holds to all parts of an intersection, or nothing
     * where none of them is a stretch of values; then there is no subject.
     */
    private Subject byValues(Criterion criterion) {
      List<Criterion> parts =
          new ArrayList<>(
              criterion instanceof Criterion.AllOf allOf ? allOf.parts() : List.of(criterion));
      int first = firstByValue(parts);
      if (first < 0) {
        return null;
      }
      Subject subject = byValue(parts.remove(first));
      all(parts, " and ", subject);
      return subject;
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
      String alias = sql.alias();
      sql.append("select ")
          .append(alias)
          .append(".device_id from ")
          .append(SqlText.table(tag))
          .append(" ")
          .append(alias);
      sql.append(" where ");
      sql.values(tag, spans, otherwise, alias);
      onlyThat(alias + ".device_id");
      return new Subject(alias + ".device_id", null);
    }

    private void onlyThat(String id) {
      if (only != null) {
        sql.append(" and ").append(id).append(" = ").append(only.id());
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
    String alias = sql.alias();
    sql.append("not exists (select 1 from ")
        .append(SqlText.table(tag))
        .append(" ")
        .append(alias)
        .append(" where ");
    sql.values(tag, spans, false, alias);
    sql.append(" and ").append(alias).append(".device_id = ").append(subject.id()).append(")");
  }
}
