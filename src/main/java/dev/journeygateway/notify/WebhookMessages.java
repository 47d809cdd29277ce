package dev.journeygateway.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.database.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The messages that wait, as the database has them. They are written there by triggers, in the
 * transaction of what they tell.
 */
final class WebhookMessages {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private final Database database;
  private final RetryPlan plan;
  private final Duration lease;

  /**
   * @param lease how long a message that is being sent is left alone by others
   */
  WebhookMessages(Database database, RetryPlan plan, Duration lease) {
    this.database = database;
    this.plan = plan;
    this.lease = lease;
  }

  /** Webhooks that something is to be sent to now. */
  List<Webhook> due() {
    return database
        .read("find-due-webhooks")
        .list(row -> new Webhook(row.text("id"), row.text("url"), secrets(row.text("secrets"))));
  }

  private static List<String> secrets(String json) {
    try {
      return JSON.readValue(json, new TypeReference<List<String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the table webhook holds the secrets " + json, e);
    }
  }

  /** Takes the next message, for this gateway alone until its lease is over. */
  Optional<Message> claim(Webhook webhook) {
    return database
        .write("claim-webhook-messages")
        .with("webhook_id", webhook.id())
        .with("lease", lease)
        .with("limit", 1)
        .first(
            row ->
                new Message(
                    row.text("id"),
                    row.text("type"),
                    Optional.ofNullable(row.uuid("request_uuid")),
                    row.instant("occurred_at"),
                    row.integer("attempts"),
                    row.text("data"),
                    Optional.ofNullable(row.text("traceparent"))));
  }

  /** Writes down what came of an attempt, and what follows from it. */
  void ended(Webhook webhook, Message message, AttemptResult result, Duration took) {
    Optional<Duration> pause =
        result.delivered() ? Optional.empty() : plan.after(message.attempt());
    Duration asked = result.retryAfter().orElse(Duration.ZERO);
    database.finish(
        status -> {
          database
              .write("end-webhook-attempt")
              .with(
                  "state",
                  result.delivered() ? "delivered" : pause.isEmpty() ? "failed" : "waiting")
              .with("pause", pause.filter(planned -> planned.compareTo(asked) > 0).orElse(asked))
              .with("id", message.id())
              .with("attempt", message.attempt())
              .update();
          database
              .write("insert-webhook-attempt")
              .with("id", IDS.generate())
              .with("webhook_id", webhook.id())
              .with("message_id", message.id())
              .with("attempt", message.attempt())
              .with("status", result.status().orElse(null))
              .with("error", result.error().orElse(null))
              .with("millis", took.toMillis())
              .update();
          if (result.gone()) {
            database.write("switch-off-webhook").with("id", webhook.id()).update();
          }
          if (!asked.isZero()) {
            database.write("pause-webhook").with("pause", asked).with("id", webhook.id()).update();
          }
          return null;
        });
  }

  /** Removes a slice of what is older than that. */
  void forget(Duration keep) {
    database.write("forget-webhook-messages").with("keep", keep).update();
    database.write("forget-webhook-attempts").with("keep", keep).update();
  }
}
