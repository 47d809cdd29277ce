package dev.journeygateway.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilterCheckTest {

  private static final String OURS = "AAAAA-00001";
  private static final String OTHER = "BBBBB-00002";
  private static final String HIDDEN = "CCCCC-00003";

  private static final FilterScope SCOPE =
      new FilterScope(
          OURS,
          Set.of(OURS, OTHER),
          Map.of("GGGGG-00001", Set.of(OURS, OTHER, HIDDEN), "HHHHH-00001", Set.of(HIDDEN)));

  private static final Map<String, TagType> OUR_TAGS =
      Map.of(
          "City", TagType.STRING,
          "Age", TagType.INTEGER,
          "Price", TagType.PRICE,
          "Seen", TagType.DATE,
          "Vip", TagType.BOOLEAN,
          "Languages", TagType.LIST,
          "Version", TagType.VERSION);

  private static final Tags TAGS =
      (application, name) ->
          Optional.ofNullable(
                  application.equals(OTHER) && !name.equals("City") ? null : OUR_TAGS.get(name))
              .map(type -> new Tag(1, type));

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void checksTheExamplesAsTheyAreWritten(String text, String expected) {
    Filter filter = FilterLanguage.parse(text);
    if (expected.startsWith(FilterExamples.REFUSED)) {
      assertThatThrownBy(() -> FilterCheck.check(filter, SCOPE, TAGS))
          .isInstanceOf(InvalidFilter.class)
          .hasMessage(expected.substring(FilterExamples.REFUSED.length()).strip());
    } else {
      String settled = FilterCheck.check(filter, SCOPE, TAGS).text();
      assertThat(settled).isEqualTo(expected);
      assertThat(FilterCheck.settled(settled, TAGS).text()).isEqualTo(expected);
    }
  }

  static Stream<Arguments> examples() {
    return FilterExamples.of("checked.txt");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyTypeHasTheOperatorsOfTheTable(TagType type, String operators) {
    assertThat(
            Stream.of(Operator.values())
                .filter(type::has)
                .map(Operator::word)
                .collect(Collectors.joining(" ")))
        .isEqualTo(operators);
  }

  static Stream<Arguments> pairs() {
    String ordered = "eq noteq in notin gt gte lt lte between set notset";
    return Stream.of(
        Arguments.of(TagType.STRING, "eq noteq in notin set notset"),
        Arguments.of(TagType.INTEGER, ordered),
        Arguments.of(TagType.PRICE, ordered),
        Arguments.of(TagType.DATE, ordered),
        Arguments.of(TagType.BOOLEAN, "eq noteq set notset"),
        Arguments.of(TagType.LIST, "eq in notin set notset"),
        Arguments.of(TagType.VERSION, ordered));
  }

  @Test
  void aTagThatIsGoneRefusesASettledFilter() {
    String settled =
        FilterCheck.check(FilterLanguage.parse("T(\"City\", eq, \"x\")"), SCOPE, TAGS).text();
    assertThatThrownBy(() -> FilterCheck.settled(settled, (application, name) -> Optional.empty()))
        .isInstanceOf(InvalidFilter.class)
        .hasMessage("invalid filter at character 1: unknown tag City in application AAAAA-00001");
  }

  @Test
  void readsASettledFilterThatIsLongerThanACallerMaySend() {
    Set<String> many =
        IntStream.range(0, 40)
            .mapToObj(n -> String.format("AAAAA-%05d", n))
            .collect(Collectors.toSet());
    FilterScope scope = new FilterScope(OURS, many, Map.of("GGGGG-00001", many));
    String text = "G(\"GGGGG-00001\") * T(\"City\", in, [" + "1,".repeat(999) + "2])";
    String settled = FilterCheck.check(FilterLanguage.parse(text), scope, TAGS).text();
    assertThat(settled.length()).isGreaterThan(FilterLanguage.MAX_BYTES);
    assertThat(FilterCheck.settled(settled, TAGS).text()).isEqualTo(settled);
  }

  @Test
  void refusesWhatNoStatementCouldHold() {
    Set<String> many =
        IntStream.range(0, 40)
            .mapToObj(n -> String.format("AAAAA-%05d", n))
            .collect(Collectors.toSet());
    FilterScope scope = new FilterScope(OURS, many, Map.of("GGGGG-00001", many));
    String values =
        IntStream.range(0, 1000).mapToObj(String::valueOf).collect(Collectors.joining(","));
    String condition = "T(\"City\", in, [" + values + "])";
    Filter filter = FilterLanguage.parse("G(\"GGGGG-00001\") * " + condition + " * " + condition);
    assertThatThrownBy(() -> FilterCheck.check(filter, scope, TAGS))
        .isInstanceOf(InvalidFilter.class)
        .hasMessage("invalid filter at character 1: over 40 applications it takes too many values");
  }
}
