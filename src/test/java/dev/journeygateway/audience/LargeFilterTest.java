package dev.journeygateway.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.device.ExampleDevices;
import dev.journeygateway.device.JdbcTags;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.filter.FilterCheck;
import dev.journeygateway.filter.FilterLanguage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The largest filters that are accepted are ones the databases can answer. */
class LargeFilterTest {

  private static final ExampleDevices WORLD = new ExampleDevices(0);

  @ParameterizedTest
  @EnumSource
  void answersAsManyConditionsAsFit(TestDatabase kind) {
    Database database = filled(kind);
    for (String condition :
        new String[] {"T(\"Age\",set)", "T(\"Age\",gt,%d)", "T(\"Age\",noteq,%d)"}) {
      for (String operator : new String[] {"+", "*", "\\"}) {
        assertAnswers(
            database,
            IntStream.rangeClosed(0, 16_384 / (condition.length() + 4))
                .mapToObj(condition::formatted)
                .collect(Collectors.joining(operator)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersTheDeepestNesting(TestDatabase kind) {
    Database database = filled(kind);
    for (String operators : new String[] {"+*", "*+", "\\\\", "+\\", "*\\", "\\*"}) {
      for (boolean left : new boolean[] {false, true}) {
        String text = "T(\"Age\",set)";
        for (int level = 0; level < FilterLanguage.MAX_DEPTH; level++) {
          String condition = "T(\"Age\",gt,%d)".formatted(level);
          char operator = operators.charAt(level % 2);
          text =
              left
                  ? "(" + text + ")" + operator + condition
                  : condition + operator + "(" + text + ")";
        }
        assertAnswers(database, text);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersTheLongestList(TestDatabase kind) {
    assertAnswers(filled(kind), "T(\"Age\", in, [" + "1,".repeat(999) + "2])");
  }

  private static void assertAnswers(Database database, String text) {
    CheckedFilter checked =
        FilterCheck.check(FilterLanguage.parse(text), WORLD.scope(), new JdbcTags(database));
    SqlFragment totals =
        SqlRenderer.of(database, database.reading()).totals(checked, ExampleDevices.NOW);
    assertThat(database.reading().queryForMap(totals.text(), totals.values().toArray())).hasSize(2);
  }

  private static Database filled(TestDatabase kind) {
    Database database = kind.migrated();
    WORLD.writeTo(database.writing());
    return database;
  }
}
