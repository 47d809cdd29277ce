package dev.journeygateway.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.device.ExampleDevices;
import dev.journeygateway.device.JdbcTags;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.filter.Filter;
import dev.journeygateway.filter.FilterCheck;
import dev.journeygateway.filter.FilterLanguage;
import dev.journeygateway.filter.FilterScope;
import dev.journeygateway.filter.InvalidFilter;
import dev.journeygateway.filter.SlowEvaluator;
import dev.journeygateway.filter.Tag;
import dev.journeygateway.filter.TagType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The largest filters that are accepted are ones the databases answer, and answer right. */
class LargeFilterTest {

  private static final int MAX_LENGTH = 16_384;
  private static final ExampleDevices WORLD = new ExampleDevices(0);

  private Database database;

  @ParameterizedTest
  @EnumSource
  void answersAsManyConditionsAsFit(TestDatabase kind) {
    fill(kind);
    for (String condition :
        new String[] {
          "T(\"Age\",set)",
          "T(\"Age\",notset)",
          "T(\"Age\",gt,%d)",
          "T(\"Age\",noteq,%d)",
          "T(\"Languages\",eq,%d)",
          "T(\"Age\",between,[%1$d0,%1$d5])"
        }) {
      for (String operator : new String[] {"+", "*", "\\"}) {
        agrees(asManyAsFit(condition, operator));
      }
    }
  }

  /** No two of the same tag stand beside each other, so that nothing can be taken together. */
  @ParameterizedTest
  @EnumSource
  void answersAsManyMixedConditionsAsFit(TestDatabase kind) {
    fill(kind);
    for (String pair :
        new String[] {
          "T(\"Age\",eq,%1$d)*T(\"Vip\",set)",
          "(T(\"Age\",eq,%1$d)+T(\"Vip\",set))",
          "(T(\"Age\",gt,%1$d)\\T(\"Vip\",eq,1))",
          "(T(\"Age\",notset)+A(\"" + WORLD.journeyApplication + "\",[ios]))"
        }) {
      for (String operator : new String[] {"+", "*", "\\"}) {
        agrees(asManyAsFit(pair, operator));
      }
    }
  }

  private static String asManyAsFit(String condition, String operator) {
    StringBuilder text = new StringBuilder(condition.formatted(0));
    for (int i = 1; ; i++) {
      String next = operator + condition.formatted(i);
      if (text.length() + next.length() > MAX_LENGTH) {
        return text.toString();
      }
      text.append(next);
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersTheDeepestNesting(TestDatabase kind) {
    fill(kind);
    for (String operators : new String[] {"+*", "*+", "\\\\", "+\\", "*\\", "\\*", "+\\*"}) {
      for (boolean left : new boolean[] {false, true}) {
        String text = "T(\"Age\",set)";
        for (int level = 0; level < FilterLanguage.MAX_DEPTH; level++) {
          String condition =
              level % 3 == 0 ? "T(\"Vip\",eq,1)" : "T(\"Age\",gt,%d)".formatted(level % 7 - 2);
          char operator = operators.charAt(level % operators.length());
          text =
              left
                  ? "(" + text + ")" + operator + condition
                  : condition + operator + "(" + text + ")";
        }
        agrees(text);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersTheLongestList(TestDatabase kind) {
    fill(kind);
    String numbers = numbers(1, 1_000);
    String days =
        IntStream.range(0, 1_000)
            .mapToObj(day -> "\"" + (day * 2 + 1) + " day ago\"")
            .collect(Collectors.joining(","));
    for (String text :
        new String[] {
          "T(\"Age\", in, [%s])".formatted(numbers),
          "T(\"Age\", notin, [%s])".formatted(numbers),
          "T(\"Languages\", in, [%s])".formatted(numbers),
          "T(\"Languages\", notin, [%s])".formatted(numbers),
          "T(\"Vip\", eq, 1) * T(\"Age\", in, [%s])".formatted(numbers),
          "T(\"Vip\", eq, 1) \\ T(\"Languages\", in, [%s])".formatted(numbers),
          "T(\"Seen\", in, [%s])".formatted(days),
          "T(\"Seen\", notin, [%s])".formatted(days),
          "T(\"Vip\", eq, 1) * T(\"Seen\", in, [%s])".formatted(days)
        }) {
      agrees(text);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bindsAsManyValuesAsAFilterMayTakeOverItsApplications(TestDatabase kind) {
    database = kind.migrated();
    String text = "G(\"GGGGG-00001\") * T(\"City\", in, [%s])".formatted(numbers(1, 1_000));
    Audience nobody = new AudienceSelection(database).count(over(59, text), ExampleDevices.NOW);
    assertThat(nobody).isEqualTo(new Audience(0, 0));
    assertThatThrownBy(() -> over(60, text))
        .isInstanceOf(InvalidFilter.class)
        .hasMessageContaining("too many values");
  }

  private static CheckedFilter over(int applications, String text) {
    Set<String> codes =
        IntStream.range(0, applications)
            .mapToObj("AAAAA-%05d"::formatted)
            .collect(Collectors.toCollection(TreeSet::new));
    FilterScope scope = new FilterScope("AAAAA-00000", codes, Map.of("GGGGG-00001", codes));
    return FilterCheck.check(
        FilterLanguage.parse(text),
        scope,
        (application, name) ->
            Optional.of(new Tag(List.copyOf(codes).indexOf(application), TagType.STRING)));
  }

  private static String numbers(int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(","));
  }

  private void agrees(String text) {
    Filter filter = FilterLanguage.parse(text);
    CheckedFilter checked = FilterCheck.check(filter, WORLD.scope(), new JdbcTags(database));
    List<ExampleDevices.Device> expected =
        WORLD.devices.stream().filter(filter.accept(new SlowEvaluator(WORLD, text))).toList();
    assertThat(new AudienceSelection(database).count(checked, ExampleDevices.NOW))
        .as(text.substring(0, Math.min(60, text.length())))
        .isEqualTo(
            new Audience(
                expected.size(),
                expected.stream().map(ExampleDevices.Device::user).distinct().count()));
  }

  private void fill(TestDatabase kind) {
    database = kind.migrated();
    WORLD.writeTo(database.writing());
  }
}
