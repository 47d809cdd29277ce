package dev.journeygateway.notify;

import dev.journeygateway.access.Caller;
import dev.journeygateway.audit.Action;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What is told about webhooks, and what an operator can do with them. */
final class Webhooks {

  private static final UUID LAST = new UUID(-1, -1);

  private final Database database;
  private final Audit audit;

  Webhooks(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /** As {@code list-webhooks} shows it; the order is the published one. */
  record Shown(
      String id,
      String applicationCode,
      String name,
      String url,
      List<String> events,
      String state,
      long waiting,
      long failed,
      Optional<Instant> oldestWaitingAt,
      Optional<Instant> offAt,
      Optional<Instant> pausedUntil,
      Optional<String> lastError,
      Optional<Instant> lastErrorAt) {}

  private record LastError(Instant at, String error) {}

  List<Shown> list(Caller caller) {
    return database
        .ask("list-webhooks")
        .with("applications", caller.applications())
        .list(this::shown);
  }

  Optional<Shown> find(Caller caller, String id) {
    return list(caller).stream().filter(one -> one.id().equals(id)).findFirst();
  }

  private Shown shown(Row row) throws SQLException {
    Optional<LastError> last =
        database
            .ask("find-last-webhook-error")
            .with("webhook_id", row.text("id"))
            .first(error -> new LastError(error.instant("at"), error.text("error")));
    Optional<Instant> off = Optional.ofNullable(row.instant("off_at"));
    Optional<Instant> paused = Optional.ofNullable(row.instant("paused_until"));
    return new Shown(
        row.text("id"),
        row.text("application_code"),
        row.text("name"),
        row.text("url"),
        Arrays.stream(row.text("events").split(",")).filter(event -> !event.isEmpty()).toList(),
        off.isPresent() ? "off" : paused.isPresent() ? "paused" : "on",
        row.number("waiting"),
        row.number("failed"),
        Optional.ofNullable(row.instant("oldest_waiting_at")),
        off,
        paused,
        last.map(LastError::error),
        last.map(LastError::at));
  }

  /** As {@code list-webhook-attempts} shows it; the order is the published one. */
  record Attempt(
      UUID id,
      String messageId,
      String type,
      Optional<UUID> requestUuid,
      String messageState,
      Instant at,
      int attempt,
      Optional<Integer> status,
      Optional<String> error,
      long millis) {}

  /**
   * The newest first.
   *
   * @param failed those alone that failed
   */
  List<Attempt> attempts(String webhook, boolean failed, Optional<UUID> after, int limit) {
    return database
        .ask("list-webhook-attempts")
        .with("webhook_id", webhook)
        .with("failed", failed)
        .with("after", after.orElse(LAST))
        .with("limit", limit)
        .list(
            row ->
                new Attempt(
                    row.uuid("id"),
                    row.text("message_id"),
                    row.text("type"),
                    Optional.ofNullable(row.uuid("request_uuid")),
                    row.text("state"),
                    row.instant("at"),
                    row.integer("attempt"),
                    Optional.ofNullable(row.integer("status")),
                    Optional.ofNullable(row.text("error")),
                    row.number("millis")));
  }

  /** Has all messages since a time sent again, and the webhook switched on; returns how many. */
  int replay(Shown webhook, Instant since, Caller caller) {
    return database.finish(
        status -> {
          database.write("resume-webhook").with("id", webhook.id()).update();
          int messages =
              database
                  .write("replay-webhook")
                  .with("webhook_id", webhook.id())
                  .with("since", since)
                  .update();
          audit.write(
              caller.hint(),
              webhook.applicationCode(),
              Action.WEBHOOK_REPLAYED,
              Audit.Target.of("webhook", webhook.id()),
              Map.of("messages", messages));
          return messages;
        });
  }
}
