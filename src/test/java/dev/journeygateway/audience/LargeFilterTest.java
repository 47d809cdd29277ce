package dev.journeygateway.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The largest filters that are accepted are ones the databases can answer. */
class LargeFilterTest {

  private static final ExampleDevices WORLD = new ExampleDevices(0);

  @ParameterizedTest
  @EnumSource
  void answersAsManyConditionsAsFit(AudienceDatabase database) {
    JdbcTemplate jdbc = filled(database);
    for (String condition :
        new String[] {"T(\"Age\",set)", "T(\"Age\",gt,%d)", "T(\"Age\",noteq,%d)"}) {
      for (String operator : new String[] {"+", "*", "\\"}) {
        assertAnswers(
            jdbc,
            IntStream.rangeClosed(0, 16_384 / (condition.length() + 4))
                .mapToObj(condition::formatted)
                .collect(Collectors.joining(operator)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersTheDeepestNesting(AudienceDatabase database) {
    JdbcTemplate jdbc = filled(database);
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
        assertAnswers(jdbc, text);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersTheLongestList(AudienceDatabase database) {
    assertAnswers(filled(database), "T(\"Age\", in, [" + "1,".repeat(999) + "2])");
  }

  private static void assertAnswers(JdbcTemplate jdbc, String text) {
    CheckedFilter checked =
        FilterCheck.check(
            FilterLanguage.parse(text), WORLD.scope(), new JdbcTags(JdbcClient.create(jdbc)));
    SqlFragment totals = SqlRenderer.totals(checked, ExampleDevices.NOW);
    assertThat(jdbc.queryForMap(totals.text(), totals.values().toArray())).hasSize(2);
  }

  private static JdbcTemplate filled(AudienceDatabase database) {
    JdbcTemplate jdbc = new JdbcTemplate(database.connection());
    WORLD.writeTo(jdbc);
    return jdbc;
  }
}
