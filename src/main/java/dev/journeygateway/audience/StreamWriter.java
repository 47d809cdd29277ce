package dev.journeygateway.audience;

import dev.journeygateway.audience.IdStream.Test;
import dev.journeygateway.filter.Criterion;
import dev.journeygateway.filter.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the statement that reads an {@link IdStream} in SQLite's words.
 *
 * <p>Nothing is left to its planner: {@code cross join} fixes the order, a unary plus keeps a
 * column from choosing an index, and a compound with {@code order by} is merged row by row, where
 * each of its terms comes in the order of the ids by itself or is sorted. A device is looked up by
 * a scalar subquery and not by {@code exists}, which SQLite 3.51.0 turns into a join, with wrong
 * results in some.
 *
 * @see <a href="https://www.sqlite.org/releaselog/3_51_1.html">SQLite 3.51.1, fix of EXISTS</a>
 */
final class StreamWriter {

  private final SqlText sql;

  StreamWriter(SqlText sql) {
    this.sql = sql;
  }

  /** Devices as rows (device_id, user_id), each once. */
  void devices(IdStream stream) {
    List<Test> ofDevice = new ArrayList<>();
    IdStream ids = withoutTestsOfDevice(stream, ofDevice);
    if (source(ids) instanceof IdStream.OfApplication application) {
      sql.append("select d.id as device_id, d.user_id");
      fromDevice(application, "d");
      tests(" and ", testsOf(ids), "d.id", "d");
      tests(" and ", ofDevice, "d.id", "d");
      return;
    }
    sql.append("select d.id as device_id, d.user_id from (");
    sorted(ids);
    sql.append(") s cross join device d on d.id = s.device_id");
    tests(" where ", ofDevice, "d.id", "d");
  }

  /** How many devices those are, as one row (devices). */
  void count(IdStream stream) {
    sql.append("select count(*) as devices from (");
    if (isDistinct(stream)) {
      term(stream);
    } else {
      sorted(stream);
    }
    sql.append(") s");
  }

  /** How many rows there are in some streams, counted up to a number, as a value of a column. */
  void size(List<IdStream> streams, int upTo) {
    sql.append("(select count(*) from (");
    String before = "";
    for (IdStream stream : streams) {
      sql.append(before);
      term(stream);
      before = " union all ";
    }
    sql.append(" limit " + upTo + "))");
  }

  /** How many of the devices at hand are those of a condition, as a value of a column. */
  void share(Criterion condition, String device) {
    sql.append("count(case when ");
    condition.accept(new Asked(device + ".id", device));
    sql.append(" then 1 end)");
  }

  /**
   * Takes the first test of the device's own row and all behind it out of a stream: they are asked
   * when that row is at hand, and in this order.
   */
  private static IdStream withoutTestsOfDevice(IdStream stream, List<Test> ofDevice) {
    if (stream instanceof IdStream.Merged merged && !merged.isUnion()) {
      return new IdStream.Merged(withoutTestsOfDevice(merged.first(), ofDevice), merged.steps());
    }
    if (!(stream instanceof IdStream.Tested tested)) {
      return stream;
    }
    IdStream source = withoutTestsOfDevice(tested.source(), ofDevice);
    List<Test> before =
        ofDevice.isEmpty()
            ? tested.tests().stream().takeWhile(test -> !isOfDevice(test)).toList()
            : List.of();
    ofDevice.addAll(tested.tests().subList(before.size(), tested.tests().size()));
    return before.isEmpty() ? source : new IdStream.Tested(source, before);
  }

  private static boolean isOfDevice(Test test) {
    return test.criterion() instanceof Criterion.OfApplication
        || test.criterion() instanceof Criterion.AnyOf any
            && any.parts().stream().allMatch(Criterion.OfApplication.class::isInstance);
  }

  private static IdStream source(IdStream stream) {
    return stream instanceof IdStream.Tested tested ? tested.source() : stream;
  }

  private static List<Test> testsOf(IdStream stream) {
    return stream instanceof IdStream.Tested tested ? tested.tests() : List.of();
  }

  /** A tag of a number has one value a device; a text may be one of several. */
  private static boolean isDistinct(IdStream stream) {
    return stream instanceof IdStream.OfApplication
        || stream instanceof IdStream.OfTag of && of.tag().type().isNumber()
        || isSorted(stream);
  }

  /** Whether the ids come in their order, each once. */
  private static boolean isSorted(IdStream stream) {
    if (stream instanceof IdStream.Tested tested) {
      // What is not in order by itself is sorted before it is tested, but for several values.
      return !(tested.source() instanceof IdStream.OfValues) && !isSearched(tested.source())
          || isSorted(tested.source());
    }
    return stream instanceof IdStream.Nothing
        || stream instanceof IdStream.OfValues values && values.values().size() == 1
        || stream instanceof IdStream.OfApplication && !isSearched(stream);
  }

  private static boolean isSearched(IdStream stream) {
    return stream instanceof IdStream.OfApplication application && !application.walk();
  }

  /** Writes a SELECT of device_id in ascending order, each once. */
  private void sorted(IdStream stream) {
    if (stream instanceof IdStream.Merged merged) {
      merged(merged);
      sql.append(" order by 1");
    } else {
      term(stream);
      sql.append(isSorted(stream) ? "" : " group by 1");
    }
  }

  private void merged(IdStream.Merged merged) {
    if (merged.first() instanceof IdStream.Merged first) {
      // A compound is read from left to right, so that this needs no parentheses.
      merged(first);
    } else {
      term(merged.first());
    }
    for (IdStream.Step step : merged.steps()) {
      sql.append(step.operator().word());
      term(step.stream());
    }
  }

  /** Writes a SELECT of device_id that can be part of a compound; SQLite sorts it where need be. */
  private void term(IdStream stream) {
    if (stream instanceof IdStream.Merged) {
      String alias = sql.alias();
      sql.append("select ").append(alias).append(".device_id from (");
      sorted(stream);
      sql.append(") ").append(alias);
    } else if (stream instanceof IdStream.Tested tested) {
      tested(tested);
    } else if (stream instanceof IdStream.OfApplication application) {
      String alias = sql.alias();
      sql.append("select ").append(alias).append(".id as device_id");
      fromDevice(application, alias);
    } else if (stream instanceof IdStream.Nothing) {
      sql.append("select null as device_id where false");
    } else if (stream instanceof IdStream.OfTag of) {
      String alias = sql.alias();
      sql.append("select ").append(alias).append(".device_id");
      fromTag(of, alias);
    }
  }

  private void tested(IdStream.Tested tested) {
    IdStream source = tested.source();
    String alias = sql.alias();
    if (source instanceof IdStream.OfApplication application) {
      sql.append("select ").append(alias).append(".id as device_id");
      fromDevice(application, alias);
      tests(" and ", tested.tests(), alias + ".id", alias);
      return;
    }
    sql.append("select ").append(alias).append(".device_id");
    if (source instanceof IdStream.OfValues values) {
      fromTag(values, alias);
      tests(" and ", tested.tests(), alias + ".device_id", null);
    } else {
      sql.append(" from (");
      sorted(source);
      sql.append(") ").append(alias);
      tests(" where ", tested.tests(), alias + ".device_id", null);
    }
  }

  /** Writes a FROM and a WHERE over the devices, which has at least one condition. */
  private void fromDevice(IdStream.OfApplication of, String alias) {
    sql.append(" from device ")
        .append(alias)
        .append(of.walk() ? " not indexed" : " indexed by device_user")
        .append(" where ");
    application(of.application(), alias);
  }

  private void application(Criterion.OfApplication application, String alias) {
    if (application.implied() && application.isWhole()) {
      sql.append("true");
    } else {
      sql.application(application, alias);
    }
  }

  /** Writes a FROM and a WHERE over one tag's values. */
  private void fromTag(IdStream.OfTag stream, String alias) {
    sql.append(" from ").append(SqlText.table(stream.tag())).append(" ").append(alias);
    sql.append(" where ").append(alias).append(".tag_id = ").value(stream.tag().id());
    String column = alias + ".tag_value";
    if (stream instanceof IdStream.OfValues of) {
      sql.append(" and ").append(column);
      sql.oneOf(of.values());
    } else if (stream instanceof IdStream.OfRange of) {
      sql.append(" and ");
      range(of.range(), column);
    } else if (stream instanceof IdStream.Outside of) {
      sql.append(" and not (");
      within(of.stretches(), column);
      sql.append(")");
    }
  }

  private void range(Stretches.Range range, String column) {
    if (range.low() != null) {
      sql.append(column).append(range.lowIncluded() ? " >= " : " > ").value(range.low());
    }
    sql.append(range.low() != null && range.high() != null ? " and " : "");
    if (range.high() != null) {
      sql.append(column).append(range.highIncluded() ? " <= " : " < ").value(range.high());
    }
  }

  private void within(Stretches stretches, String column) {
    List<Runnable> parts = new ArrayList<>();
    if (!stretches.values().isEmpty()) {
      parts.add(
          () -> {
            sql.append(column);
            sql.oneOf(stretches.values());
          });
    }
    stretches.ranges().forEach(range -> parts.add(() -> range(range, column)));
    if (stretches.isNothing() || stretches.isEverything()) {
      sql.append(stretches.isEverything() ? "true" : "false");
    } else {
      balanced(parts, " or ");
    }
  }

  /**
   * Writes what the devices are asked, after a word that joins it to what is there.
   *
   * @param id the column with the device's id
   * @param device the alias of the table device where its row is at hand, otherwise null
   */
  private void tests(String before, List<Test> tests, String id, String device) {
    if (tests.isEmpty()) {
      return;
    }
    sql.append(before);
    Asked asked = new Asked(id, device);
    balanced(
        tests.stream()
            .<Runnable>map(
                test ->
                    () -> {
                      if (test.passes()) {
                        test.criterion().accept(asked);
                      } else {
                        asked.not(test.criterion());
                      }
                    })
            .toList(),
        " and ");
  }

  /** Writes an expression that is true for a device of the criterion, and false or null else. */
  private final class Asked implements Criterion.Visitor<Void> {

    private final String id;
    private final String device;

    Asked(String id, String device) {
      this.id = id;
      this.device = device;
    }

    @Override
    public Void anyOf(Criterion.AnyOf anyOf) {
      return each(anyOf.parts(), " or ");
    }

    @Override
    public Void allOf(Criterion.AllOf allOf) {
      return each(allOf.parts(), " and ");
    }

    private Void each(List<Criterion> parts, String operator) {
      balanced(parts.stream().<Runnable>map(part -> () -> part.accept(this)).toList(), operator);
      return null;
    }

    @Override
    public Void allBut(Criterion.AllBut allBut) {
      sql.append("(");
      allBut.base().accept(this);
      sql.append(" and ");
      balanced(allBut.without().stream().<Runnable>map(part -> () -> not(part)).toList(), " and ");
      sql.append(")");
      return null;
    }

    Void not(Criterion criterion) {
      sql.append("(");
      criterion.accept(this);
      sql.append(" is not true)");
      return null;
    }

    @Override
    public Void ofApplication(Criterion.OfApplication ofApplication) {
      if (device != null) {
        application(ofApplication, device);
        return null;
      }
      String alias = sql.alias();
      sql.append("(select 1 from device ").append(alias);
      sql.append(" where ").append(alias).append(".id = ").append(id).append(" and ");
      application(ofApplication, alias);
      sql.append(")");
      return null;
    }

    @Override
    public Void tagged(Criterion.Tagged tagged) {
      return value(tagged.tag(), column -> {});
    }

    @Override
    public Void valued(Criterion.Valued valued) {
      Stretches stretches = sql.stretches(valued.spans());
      return value(
          valued.tag(),
          column -> {
            sql.append(" and ");
            within(stretches, column);
          });
    }

    @Override
    public Void valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
      Stretches stretches = sql.stretches(valuedOtherwise.spans());
      return value(
          valuedOtherwise.tag(),
          column -> {
            sql.append(" and not (");
            within(stretches, column);
            sql.append(")");
          });
    }

    private Void value(Tag tag, Consumer<String> condition) {
      String alias = sql.alias();
      String table = SqlText.table(tag);
      sql.append("(select 1 from ").append(table).append(" ").append(alias);
      sql.append(" indexed by ").append(table).append("_device where ");
      sql.append(alias).append(".device_id = ").append(id);
      sql.append(" and ").append(alias).append(".tag_id = ").value(tag.id());
      condition.accept("+" + alias + ".tag_value");
      sql.append(")");
      return null;
    }
  }

  /**
   * Writes expressions with an operator between them as a tree of little depth: SQLite takes
   * expressions of up to 1,000 levels.
   */
  private void balanced(List<Runnable> parts, String operator) {
    if (parts.size() == 1) {
      parts.get(0).run();
      return;
    }
    int half = parts.size() / 2;
    sql.append("(");
    balanced(parts.subList(0, half), operator);
    sql.append(operator);
    balanced(parts.subList(half, parts.size()), operator);
    sql.append(")");
  }
}
