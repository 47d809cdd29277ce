package dev.journeygateway.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilterLanguageTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void readsTheExamplesAsTheyAreWritten(String text, String expected) {
    if (expected.startsWith(FilterExamples.REFUSED)) {
      assertThatThrownBy(() -> FilterLanguage.parse(text))
          .isInstanceOf(InvalidFilter.class)
          .hasMessageStartingWith(expected.substring(FilterExamples.REFUSED.length()).strip());
    } else {
      Filter filter = FilterLanguage.parse(text);
      assertThat(FilterLanguage.print(filter)).isEqualTo(expected);
      assertThat(FilterLanguage.parse(expected)).isEqualTo(filter);
    }
  }

  static Stream<Arguments> examples() {
    return Stream.of("examples.txt", "more-examples.txt").flatMap(FilterExamples::of);
  }

  @Test
  void pointsAtThePlaceWithACaret() {
    assertThat(refusal("T(\"City\", eq \"London\")").pointed())
        .isEqualTo(
            """
            invalid filter at character 14: expected a comma before the operand
              T("City", eq "London")
                           ^""");
  }

  @Test
  void showsTheLineOfAFilterOfSeveralLines() {
    InvalidFilter refusal = refusal("A(\"XXXXX-XXXXX\")\n* T(\"City\", eq \"London\")\n");
    assertThat(refusal.character()).isEqualTo(33);
    assertThat(refusal.pointed())
        .isEqualTo(
            """
            invalid filter at character 33: expected a comma before the operand
              * T("City", eq "London")
                             ^""");
  }

  @Test
  void showsOnlyTheSurroundingsInALongLine() {
    String condition = "T(\"City\", eq, \"London\") * ";
    String[] lines =
        refusal(condition.repeat(20) + "?" + condition.repeat(20)).pointed().split("\n");
    assertThat(lines[0]).isEqualTo("invalid filter at character 521: unexpected character ?");
    assertThat(lines[1]).startsWith("  ...").endsWith("...").hasSizeLessThan(120);
    assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('?');
  }

  @Test
  void countsCharactersNotCodeUnits() {
    assertThat(refusal("T(\"\uD83D\uDE00\", e, 1)").character()).isEqualTo(8);
  }

  @Test
  void readsSixteenKibibytesAndNoMore() {
    String longest = "T(\"a\", eq, \"" + "x".repeat(FilterLanguage.MAX_BYTES - 14) + "\")";
    assertThat(FilterLanguage.parse(longest)).isInstanceOf(Filter.TagCondition.class);
    assertThat(refusal(longest + " "))
        .hasMessage("invalid filter at character 16385: longer than 16 KiB");
    assertThat(refusal("T(\"a\", eq, \"" + "\u20ac".repeat(5500) + "\")"))
        .hasMessageEndingWith("longer than 16 KiB");
  }

  @Test
  void readsSixtyFourLevelsAndNoMore() {
    String condition = "T(\"a\", set)";
    assertThat(FilterLanguage.parse("(".repeat(64) + condition + ")".repeat(64)))
        .isEqualTo(FilterLanguage.parse(condition));
    assertThat(refusal("(".repeat(65) + condition + ")".repeat(65)))
        .hasMessage("invalid filter at character 65: more than 64 levels deep");
    assertThat(refusal("(".repeat(16_000)))
        .hasMessage("invalid filter at character 65: more than 64 levels deep");
  }

  @Test
  void readsAThousandListItemsAndNoMore() {
    String items = "1,".repeat(999);
    assertThat(FilterLanguage.parse("T(\"a\", in, [" + items + "1])"))
        .isInstanceOf(Filter.TagCondition.class);
    assertThat(refusal("T(\"a\", in, [" + items + "1,1])"))
        .hasMessage("invalid filter at character 2013: a list takes at most 1000 values");
    assertThat(refusal("A(\"XXXXX-XXXXX\").tags(\"a\").in(" + items + "1,1)"))
        .hasMessageEndingWith("a list takes at most 1000 values");
  }

  @Test
  void readsALongChainWithoutGoingDeep() {
    String condition = "T(\"a\",set)";
    for (String operator : new String[] {"+", "*", "\\"}) {
      String chain = condition + (operator + condition).repeat(1400);
      assertThat(
              FilterLanguage.parse(
                  FilterLanguage.print(FilterLanguage.parse(chain)).replace(" ", "")))
          .isEqualTo(FilterLanguage.parse(chain));
    }
  }

  @Test
  void refusesWhatIsNoTextToADatabase() {
    assertThat(refusal("T(\"a\", eq, \"x\0y\")"))
        .hasMessage("invalid filter at character 14: unexpected character U+0000");
    assertThat(refusal("T(\"a\", eq, \"x\uD83Dy\")"))
        .hasMessage("invalid filter at character 14: unexpected character U+D83D");
  }

  private static InvalidFilter refusal(String text) {
    InvalidFilter refusal =
        catchThrowableOfType(InvalidFilter.class, () -> FilterLanguage.parse(text));
    assertThat(refusal).as("refusal of %s", text).isNotNull();
    return refusal;
  }
}
