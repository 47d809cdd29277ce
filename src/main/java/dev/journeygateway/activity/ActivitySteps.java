package dev.journeygateway.activity;

import dev.journeygateway.activity.Activity.Asked;
import dev.journeygateway.activity.Activity.Series;
import dev.journeygateway.api.ApiCall;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Processor;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the routes that count what happens and tell it. */
@Configuration(proxyBeanMethods = false)
class ActivitySteps {

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST_STEPS = 1_500;

  private record Answer(Instant from, Instant to, String step, List<Series> series) {}

  @Bean
  Processor writeActivity(ActivityCounts counts) {
    return exchange -> counts.write();
  }

  @Bean
  Processor forgetActivity(ActivityCounts counts) {
    return exchange -> counts.forget();
  }

  @Bean
  Processor showActivity(Activity activity, Clock clock) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      Asked asked = asked(call, clock.instant());
      call.answer(
          new Answer(
              asked.from(),
              asked.to(),
              asked.step().toSeconds() + "s",
              activity.read(call.caller().applications(), asked)));
    };
  }

  /** The time asked for, widened to whole steps. */
  private static Asked asked(ApiCall call, Instant now) {
    Duration step = call.parameter("step").map(ActivitySteps::step).orElse(SHORTEST);
    Instant end = call.time("to").orElse(now);
    Instant begin = call.time("from").orElse(end.minus(HOUR));
    if (!begin.isBefore(end)) {
      throw ApiCall.invalid("from", "from must be before to");
    }
    Instant from = floor(begin, step);
    Instant to = floor(end.plus(step).minusNanos(1), step);
    if (Duration.between(from, to).dividedBy(step) > MOST_STEPS) {
      throw ApiCall.invalid(
          "step",
          "from, to and step ask for more than " + MOST_STEPS + " steps: ask with a longer step");
    }
    if (step.compareTo(HOUR) < 0
        && begin.isBefore(now.minus(ActivityCounts.MINUTES_KEPT).minus(HOUR))) {
      throw ApiCall.invalid(
          "step", "minutes are kept for 7 days: before that ask with step=3600s or longer");
    }
    List<String> by = List.of(call.parameter("by").orElse("").split(","));
    for (String one : by) {
      if (!List.of("", "door", "journey").contains(one)) {
        throw ApiCall.invalid("by", "by must be door, journey or door,journey");
      }
    }
    if (by.contains("journey") && step.compareTo(HOUR) >= 0) {
      throw ApiCall.invalid(
          "by", "journeys are kept with the minutes: ask for them with a step of less than 3600s");
    }
    return new Asked(from, to, step, by.contains("door"), by.contains("journey"));
  }

  private static Instant floor(Instant time, Duration step) {
    return Instant.ofEpochSecond(
        Math.floorDiv(time.getEpochSecond(), step.toSeconds()) * step.toSeconds());
  }

  private static Duration step(String text) {
    Duration step;
    try {
      step = DurationStyle.SIMPLE.parse(text.matches("[0-9]+") ? "none" : text);
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw wrongStep();
    }
    boolean whole = step.toMillis() % SHORTEST.toMillis() == 0;
    boolean inHours = step.compareTo(HOUR) < 0 || step.toMillis() % HOUR.toMillis() == 0;
    if (step.compareTo(SHORTEST) < 0
        || !whole
        || !inHours
        || step.compareTo(Duration.ofDays(90)) > 0) {
      throw wrongStep();
    }
    return step;
  }

  private static RuntimeException wrongStep() {
    return ApiCall.invalid(
        "step",
        "step must be whole minutes such as 60s or, from an hour on, whole hours such as 3600s");
  }
}
