package dev.journeygateway.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

  /** Unicode's property White_Space, all of it. */
  private static final String WHITE_SPACE =
      "\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
          + "\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

  @Test
  void trimsWhiteSpaceOfEveryKindAtBothEnds() {
    assertThat(WHITE_SPACE).hasSize(25);
    assertThat(VisibleText.trim(WHITE_SPACE + "u" + WHITE_SPACE + "1" + WHITE_SPACE))
        .isEqualTo("u" + WHITE_SPACE + "1");
    WHITE_SPACE
        .chars()
        .forEach(
            c -> {
              String one = Character.toString(c);
              assertThat(VisibleText.trim(one + "u1" + one)).isEqualTo("u1");
              assertThat(VisibleText.trim(one)).isEmpty();
              assertThat(VisibleText.isBlank(one + one)).isTrue();
            });
  }

  @Test
  void trimsAByteOrderMark() {
    assertThat(VisibleText.trim("\ufeff u1\ufeff")).isEqualTo("u1");
  }

  @Test
  void leavesTheSameStringWhereThereIsNothingToTrim() {
    String id = "u 1";
    assertThat(VisibleText.trim(id)).isSameAs(id);
    assertThat(VisibleText.trim("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u0000",
        "\u001a",
        "\u007f",
        "\u009f",
        "\u00ad",
        "\u034f",
        "\u061c",
        "\u115f\u1160",
        "\u180e",
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2060",
        "\u2800",
        "\u3164",
        "\ufe0f",
        "\ufeff",
        "\uffa0",
        "\ud834\udd73",
        "\udb40\udc20\udb40\udc7f",
        " \u200b\u00a0"
      })
  void isBlankWhereNothingShows(String text) {
    assertThat(VisibleText.isBlank(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "0",
        "-",
        "\u200ba",
        "\u00e4",
        "\u0301",
        "\u0600",
        "\u2801",
        "\ufffd",
        "\ue000",
        "\ud83d\ude00",
        "\udcff",
        "\ud800"
      })
  void isNotBlankWhereSomethingShowsOrWasNoText(String text) {
    assertThat(VisibleText.isBlank(text)).isFalse();
  }
}
