package dev.journeygateway.audience;

import static org.assertj.core.api.Assertions.assertThat;

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
    String condition = "T(\"Age\",set)";
    for (String operator : new String[] {"+", "*", "\\"}) {
      assertAnswers(jdbc, condition + (operator + condition).repeat(1250));
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersTheDeepestNesting(AudienceDatabase database) {
    JdbcTemplate jdbc = filled(database);
    String condition = "T(\"Age\",set)";
    for (String operators : new String[] {"+*", "*+", "\\\\", "+\\", "*\\"}) {
      StringBuilder text = new StringBuilder();
      for (int level = 0; level < FilterLanguage.MAX_DEPTH; level++) {
        text.append(condition).append(operators.charAt(level % 2)).append('(');
      }
      assertAnswers(jdbc, text + condition + ")".repeat(FilterLanguage.MAX_DEPTH));
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
