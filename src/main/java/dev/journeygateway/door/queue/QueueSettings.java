package dev.journeygateway.door.queue;

import dev.journeygateway.limit.JourneyOverLimit;
import dev.journeygateway.limit.OverLimit;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The queue door.
 *
 * @param overLimit what becomes of a message that comes while its entry point's slot is taken
 * @param journeys what is different for single journeys, by their ids
 * @param application the code of the application that messages without an {@code Authorization}
 *     property act for; without it they are refused
 * @param consumers messages worked on at a time by this process
 * @param maxMessagesPerSecond messages a second that this process takes, at most; the others wait
 *     on their queue
 * @param maxDeliveries how often a message that fails for an unforeseen reason is tried before it
 *     is refused; a database or broker that is away does not count
 */
@ConfigurationProperties(prefix = "gateway.queue", ignoreUnknownFields = false)
record QueueSettings(
    @DefaultValue("wait") OverLimit overLimit,
    Map<String, JourneyOverLimit> journeys,
    Optional<String> application,
    @DefaultValue("4") int consumers,
    @DefaultValue("1000") int maxMessagesPerSecond,
    @DefaultValue("5") int maxDeliveries) {

  public QueueSettings {
    journeys = journeys == null ? Map.of() : Map.copyOf(journeys);
    application =
        application == null ? Optional.empty() : application.filter(code -> !code.isBlank());
    if (consumers < 1 || consumers > 256) {
      throw new IllegalArgumentException(
          "gateway.queue.consumers must be 1 to 256, not " + consumers);
    }
    if (maxMessagesPerSecond < 1 || maxMessagesPerSecond > 1_000_000) {
      throw new IllegalArgumentException(
          "gateway.queue.max-messages-per-second must be 1 to 1000000, not "
              + maxMessagesPerSecond);
    }
    if (maxDeliveries < 1) {
      throw new IllegalArgumentException(
          "gateway.queue.max-deliveries must be at least 1, not " + maxDeliveries);
    }
    application.ifPresent(
        code -> {
          if (!code.matches("[A-Za-z0-9]{5}-[A-Za-z0-9]{5}")) {
            throw new IllegalArgumentException(
                "gateway.queue.application must look like XXXXX-XXXXX, not " + code);
          }
        });
  }

  /** What becomes of a message for that journey's entry point while its slot is taken. */
  public OverLimit overLimit(String journeyId) {
    return JourneyOverLimit.of(journeys, journeyId, overLimit);
  }
}
