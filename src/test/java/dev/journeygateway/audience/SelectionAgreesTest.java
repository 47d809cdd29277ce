package dev.journeygateway.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.device.ExampleDevices;
import dev.journeygateway.device.ExampleDevices.Device;
import dev.journeygateway.device.JdbcTags;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.filter.Filter;
import dev.journeygateway.filter.FilterCheck;
import dev.journeygateway.filter.FilterLanguage;
import dev.journeygateway.filter.Operand;
import dev.journeygateway.filter.Operator;
import dev.journeygateway.filter.Place;
import dev.journeygateway.filter.SlowEvaluator;
import dev.journeygateway.filter.TagType;
import dev.journeygateway.filter.Tags;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Tag;

/** Random filters over random devices select what the slow evaluator selects, on both databases. */
@Tag("slow")
public class SelectionAgreesTest {

  private static final List<ExampleDevices> WORLDS =
      IntStream.range(0, 20).mapToObj(ExampleDevices::new).toList();
  private static final Map<TestDatabase, Database> DATABASES = new ConcurrentHashMap<>();

  private static final List<String> DATES =
      List.of(
          "2026-11-20",
          "2026-11-20 10:20",
          "2026-11-20T10:20:30",
          "2026-11-20T10:20:30.999Z",
          "2026-11-20T12:20:30+02:00",
          "2026-11-22",
          "2026-11-22 23:59:59",
          "0 days ago",
          "1 day ago",
          "2 days ago",
          "3 days ago",
          "4 days ago");

  record Question(ExampleDevices world, Filter filter) {
    @Override
    public String toString() {
      return FilterLanguage.print(filter);
    }
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void agreesOnSqlite(@ForAll("questions") Question question) {
    agrees(TestDatabase.SQLITE, question);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void agreesOnPostgresql(@ForAll("questions") Question question) {
    agrees(TestDatabase.POSTGRESQL, question);
  }

  private static void agrees(TestDatabase kind, Question question) {
    Database database = DATABASES.computeIfAbsent(kind, SelectionAgreesTest::filled);
    SqlRenderer renderer = SqlRenderer.of(database, database.reading());
    Tags tags = new JdbcTags(database);
    String text = FilterLanguage.print(question.filter());
    Map<String, String> expected = new TreeMap<>();
    for (Device device : question.world().devices) {
      if (question.filter().accept(new SlowEvaluator(question.world(), text)).test(device)) {
        expected.put(device.application() + device.hwid(), device.user());
      }
    }
    Statistics.label("selects").collect(expected.isEmpty() ? "nobody" : "somebody");

    CheckedFilter checked = FilterCheck.check(question.filter(), question.world().scope(), tags);
    assertThat(selected(database, renderer.select(checked, ExampleDevices.NOW)))
        .as(checked.text())
        .isEqualTo(expected);
    // What was settled says the same to somebody who knows no token, no group and no journey.
    assertThat(
            selected(
                database,
                renderer.select(FilterCheck.settled(checked.text(), tags), ExampleDevices.NOW)))
        .as("settled: " + checked.text())
        .isEqualTo(expected);
    // One person's devices, asked one by one, say the same.
    Device device = question.world().devices.get(text.length() % question.world().devices.size());
    PersonDevices own = PersonDevices.of(device.hwid(), Set.of(device.application()), database);
    assertThat(own.all()).hasSize(1);
    assertThat(own.meet(checked.criterion(), ExampleDevices.NOW))
        .as(device + " of " + checked.text())
        .isEqualTo(expected.containsKey(device.application() + device.hwid()));
  }

  private static Map<String, String> selected(Database database, SqlFragment select) {
    Map<String, String> found = new TreeMap<>();
    SqlFragment named =
        select.within(
            "select d.application_code, d.hwid, s.user_id from device d join (",
            List.of(),
            ") s on s.device_id = d.id");
    database
        .reading()
        .query(
            named.text(),
            row -> {
              String before = found.put(row.getString(1) + row.getString(2), row.getString(3));
              assertThat(before).as("a device comes once").isNull();
            },
            named.values().toArray());
    return found;
  }

  private static Database filled(TestDatabase kind) {
    // One connection: thousands of questions, and PostgreSQL starts a process for each connection.
    Database database = kind.migrated();
    WORLDS.forEach(world -> world.writeTo(database.writing()));
    return database;
  }

  @Provide
  Arbitrary<Question> questions() {
    return Arbitraries.randomValue(random -> new RandomQuestion(random).question());
  }

  /**
   * Makes valid questions by plain dice: jqwik's own trees of this size take longer to make than to
   * answer.
   */
  private record RandomQuestion(Random random) {

    Question question() {
      ExampleDevices world = one(WORLDS);
      return new Question(world, tree(world, random.nextInt(4)));
    }

    private Filter tree(ExampleDevices world, int depth) {
      int kind = depth == 0 ? 0 : random.nextInt(4);
      return switch (kind) {
        case 1 -> Filter.union(trees(world, depth - 1, 2 + random.nextInt(2)));
        case 2 -> Filter.intersection(trees(world, depth - 1, 2 + random.nextInt(2)));
        case 3 ->
            Filter.difference(
                tree(world, depth - 1), trees(world, depth - 1, 1 + random.nextInt(2)));
        default -> condition(world);
      };
    }

    private List<Filter> trees(ExampleDevices world, int depth, int count) {
      // Now and then so many that the statement takes its other form.
      boolean many = random.nextInt(20) == 0;
      return Stream.generate(() -> many ? condition(world) : tree(world, depth))
          .limit(many ? 20 : count)
          .toList();
    }

    private Filter condition(ExampleDevices world) {
      List<String> platforms =
          Stream.of("IOS", "ANDROID").filter(platform -> random.nextBoolean()).toList();
      String visible = random.nextBoolean() ? world.journeyApplication : world.otherApplication;
      return switch (random.nextInt(12)) {
        case 0 ->
            new Filter.Application(
                Place.NOWHERE, visible, platforms, !platforms.isEmpty() && random.nextBoolean());
        case 1 -> new Filter.Group(Place.NOWHERE, world.group, platforms);
        case 2, 3 -> tag(world, Optional.of(world.otherApplication), one(List.of("City", "Age")));
        // A T may be held to both applications; both know these two tags, and the operands suit
        // both.
        case 4, 5 -> tag(world, Optional.empty(), one(List.of("City", "Age")));
        default ->
            tag(
                world,
                Optional.of(world.journeyApplication),
                one(List.copyOf(world.tagsOf(world.journeyApplication).keySet())));
      };
    }

    private Filter tag(ExampleDevices world, Optional<String> code, String name) {
      TagType type = world.tagsOf(world.journeyApplication).get(name);
      Operator operator = one(Arrays.stream(Operator.values()).filter(type::has).toList());
      boolean takesNothing = operator.takes() == Operator.Takes.NOTHING;
      boolean daysAgo =
          type == TagType.DATE && code.isPresent() && !takesNothing && random.nextBoolean();
      Optional<Operand> operand =
          takesNothing ? Optional.empty() : Optional.of(operand(type, operator, daysAgo));
      return new Filter.TagCondition(
          Place.NOWHERE, code, name, daysAgo, Place.NOWHERE, operator, operand);
    }

    private Operand operand(TagType type, Operator operator, boolean daysAgo) {
      boolean listAllowed =
          operator.takes() == Operator.Takes.ONE_OR_LIST
              && (operator != Operator.EQ || type == TagType.LIST);
      boolean two = operator.takes() == Operator.Takes.TWO;
      if (!two && !(listAllowed && random.nextBoolean())) {
        return value(type, daysAgo);
      }
      return new Operand.Many(
          Place.NOWHERE,
          Stream.generate(() -> value(type, daysAgo))
              .limit(two ? 2 : 1 + random.nextInt(3))
              .toList());
    }

    private Operand.Scalar value(TagType type, boolean daysAgo) {
      if (daysAgo) {
        return number(String.valueOf(random.nextInt(5)));
      }
      return switch (type) {
        case STRING -> text(one(ExampleDevices.CITIES).toUpperCase(Locale.ROOT));
        case INTEGER -> number(one(List.of("-1", "0", "1", "2", "3", "2.0")));
        case PRICE -> number(one(List.of("0", "1.5", "2.0001", "2", "3.0000")));
        case BOOLEAN ->
            one(
                List.of(
                    number("0"),
                    number("1"),
                    text("true"),
                    text("FALSE"),
                    new Operand.Bool(Place.NOWHERE, true)));
        case LIST ->
            random.nextBoolean()
                ? text(one(ExampleDevices.LANGUAGES))
                : number(one(List.of("1", "2", "3")));
        case VERSION ->
            random.nextBoolean()
                ? text(one(ExampleDevices.VERSIONS))
                : number(one(List.of("1.2", "1.10", "2")));
        case DATE ->
            random.nextInt(5) == 0
                ? number(String.valueOf(ExampleDevices.NOW.getEpochSecond() - 2 * 86_400))
                : text(one(DATES));
      };
    }

    private <T> T one(List<T> values) {
      return values.get(random.nextInt(values.size()));
    }

    private static Operand.Scalar text(String text) {
      return new Operand.Text(Place.NOWHERE, text);
    }

    private static Operand.Scalar number(String number) {
      return new Operand.Num(Place.NOWHERE, number);
    }
  }
}
