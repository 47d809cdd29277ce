package dev.journeygateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.journeygateway.support.Escapes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A sender is told what is wrong with the text, and not what a reader could be told to allow. */
class WordsOfMalformedJsonTest {

  private final StartRequestReader reader = new StartRequestReader();

  private String words(byte[] body) {
    RequestRefusedException refused =
        catchThrowableOfType(RequestRefusedException.class, () -> reader.read(body, "j"));
    return refused.refusal().message();
  }

  static Stream<Arguments> noJson() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/json/cases.txt")).stream()
        .filter(line -> line.startsWith("n "))
        .map(line -> line.split(" ", 3))
        .map(parts -> Arguments.of(parts[1], Escapes.bytes(parts.length < 3 ? "" : parts[2])));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noJson")
  void nameNoSettingOfTheReader(String name, byte[] text) {
    assertThat(words(text))
        .matches("malformed JSON at line \\d+, column \\d+: \\S.*")
        .doesNotContainIgnoringCase(
            "feature",
            "enable",
            "ALLOW_",
            "jackson",
            "`Json",
            "java",
            " for parser",
            "start marker");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"payload\": NaN} | malformed JSON at line 1, column 16: 'NaN' is no value of JSON",
        "{\"payload\": nope} | malformed JSON at line 1, column 13: 'nope' is no value of JSON",
      })
  void nameTheTextAndItsPlace(String text, String words) {
    assertThat(words(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(words);
  }
}
