package dev.journeygateway.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadRowsTest {

  @ParameterizedTest
  @CsvSource({
    "refuse-file, 0, 10, true",
    "refuse-file, 1, 10000000, false",
    "skip, 9, 10, true",
    "skip, 10, 10, false",
    "5%, 5, 100, true",
    "5%, 6, 100, false",
    "0.5 %, 1, 200, true",
    "0.5%, 1, 199, false",
    "0%, 1, 100, false",
    "100%, 99, 100, true",
    "100%, 100, 100, false",
    "33.3%, 3333333333, 10000000000, false",
    "33.4%, 3333333333, 10000000000, true"
  })
  void allows(String setting, long bad, long all, boolean allowed) {
    assertThat(BadRows.parse(setting).allow(bad, all)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "refuse-file, refuse-file",
    "skip, skip",
    "5%, 5%",
    "' 2.50 % ', 2.50%",
    "0%, refuse-file",
    "100%, skip"
  })
  void namesItself(String setting, String name) {
    assertThat(BadRows.parse(setting)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "refuse", "SKIP", "5", "-5%", "5,5%", "%", "1e2%", "1000%"})
  void refusesAnythingElse(String setting) {
    assertThatThrownBy(() -> BadRows.parse(setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "bad-rows must be refuse-file, skip or a percentage such as 5%, not '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"101%", "100.000001%"})
  void refusesMoreThanAll(String setting) {
    assertThatThrownBy(() -> BadRows.parse(setting))
        .hasMessage("bad-rows must be 0% to 100%, not " + setting);
  }
}
