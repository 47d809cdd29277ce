package dev.journeygateway.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

  @Test
  void keepsNothingThatEndsALineOrMovesACursor() {
    assertThat(OneLine.of("unknown tag: a\nINFO b\r\t\u001b[2J\u2028\u0085\u202e\udcff", 100))
        .isEqualTo("unknown tag: a_INFO b___[2J____");
    assertThat(OneLine.of("Z\u00fcrich/\\ \ud83d\ude00", 100))
        .isEqualTo("Z\u00fcrich/\\ \ud83d\ude00");
  }

  @Test
  void cutsWhatIsLonger() {
    assertThat(OneLine.of("a".repeat(10), 10)).isEqualTo("a".repeat(10));
    assertThat(OneLine.of("\ud83d\ude00".repeat(11), 10))
        .isEqualTo("\ud83d\ude00".repeat(7) + "...");
  }
}
