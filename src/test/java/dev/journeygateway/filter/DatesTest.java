package dev.journeygateway.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a date stands for, in a filter and in a device file. */
class DatesTest {

  private static long second(String instant) {
    return Instant.parse(instant).getEpochSecond();
  }

  /** The stretch of seconds that a condition asks for; open ends are left out. */
  private static String asked(String operator, String operand) {
    Filter.TagCondition condition =
        (Filter.TagCondition)
            FilterLanguage.parse("T(\"Seen\", " + operator + ", " + operand + ")");
    Criterion criterion =
        new ConditionCheck("AAAAA-00001", new Tag(1, TagType.DATE), condition).criterion();
    List<Span> spans =
        criterion instanceof Criterion.Valued valued
            ? valued.spans()
            : ((Criterion.ValuedOtherwise) criterion).spans();
    Span span = spans.get(0);
    return end(span.low(), span.lowIncluded() ? ">=" : ">")
        + end(span.high(), span.highIncluded() ? "<=" : "<");
  }

  private static String end(Optional<Bound> bound, String sign) {
    return bound.map(one -> sign + Instant.ofEpochSecond((Long) one.at(Instant.EPOCH))).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "eq,>=2014-12-05T00:00:00Z<=2014-12-05T23:59:59Z",
    "noteq,>=2014-12-05T00:00:00Z<=2014-12-05T23:59:59Z",
    "in,>=2014-12-05T00:00:00Z<=2014-12-05T23:59:59Z",
    "lt,<2014-12-05T00:00:00Z",
    "lte,<=2014-12-05T23:59:59Z",
    "gt,>2014-12-05T23:59:59Z",
    "gte,>=2014-12-05T00:00:00Z"
  })
  void aDateWithoutATimeIsTheDay(String operator, String stretch) {
    assertThat(asked(operator, "\"2014-12-05\"")).isEqualTo(stretch);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"2014-12-05\", \"2014-12-06\"] | >=2014-12-05T00:00:00Z<=2014-12-06T23:59:59Z",
        "[\"2014-12-05 10:00\", \"2014-12-06\"] | >=2014-12-05T10:00:00Z<=2014-12-06T23:59:59Z",
        "[\"2014-12-05\", \"2014-12-06T10:00:00Z\"] | >=2014-12-05T00:00:00Z<=2014-12-06T10:00:00Z",
      })
  void betweenGoesFromTheStartOfTheFirstToTheEndOfTheSecond(String operand, String stretch) {
    assertThat(asked("between", operand)).isEqualTo(stretch);
  }

  @ParameterizedTest
  @CsvSource({
    "2014-12-05 22:22,2014-12-05T22:22:00Z",
    "2014-12-05 22:22:22,2014-12-05T22:22:22Z",
    "2014-12-05T22:22:22.000Z,2014-12-05T22:22:22Z",
    "2014-12-05T22:22:22.999999999Z,2014-12-05T22:22:22Z",
    "2014-12-05t22:22:22z,2014-12-05T22:22:22Z",
    "2014-12-05T22:22:22+02:00,2014-12-05T20:22:22Z",
    "2014-12-05T22:22:22.5-05:30,2014-12-06T03:52:22Z",
    "2014-12-31T23:30:00-01:00,2015-01-01T00:30:00Z",
    "0001-01-01,0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z,9999-12-31T23:59:59Z"
  })
  void aDateWithATimeIsThatInstant(String text, String instant) {
    assertThat(TagType.DATE.stored(text)).isEqualTo(second(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2014-12-05T22:22:22+2:00",
        "2014-12-05+02:00",
        "2014-12-05Z",
        "2014-12-05T22:22:22.Z",
        "2014-12-05T22:22.5",
        "2014-12-05T24:00:00Z",
        "2014-12-05T22:22:60Z",
        "2014-12-05T22:22:22+19:00",
        "2014-12-05T22:22:22+02:60",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> TagType.DATE.stored(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("is not a date");
  }
}
