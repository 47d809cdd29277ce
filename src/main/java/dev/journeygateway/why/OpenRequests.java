package dev.journeygateway.why;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.accept.WaitingLine;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Sql;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.status.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Requests whose people are not recorded yet. No index has them: they are listed, and the messages
 * of the newest are looked through, as many as are read in a few milliseconds.
 */
final class OpenRequests {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<State> OPEN =
      EnumSet.complementOf(EnumSet.of(State.DONE, State.FAILED, State.CANCELLED));

  /** Ids of the requests whose messages are looked through. */
  private static final long MOST_IDS = 50_000;

  private final Database database;
  private final WaitingLine line;

  OpenRequests(Database database, WaitingLine line) {
    this.database = database;
    this.line = line;
  }

  /** A request that is still under way. */
  record Open(
      @JsonUnwrapped Naming.Asked request,
      String state,
      String selector,
      Optional<Instant> expectedAt,
      @JsonIgnore long requested) {}

  /** The newest requests under way of what is asked about, one more than the question wants. */
  List<Open> list(PersonQuestion question) {
    return database
        .ask("list-open-start-requests")
        .with("states", OPEN.stream().map(State::text).toList())
        .with("applications", question.applications())
        .with("any_journey", question.journeyId().isEmpty())
        .with("journey_id", question.journeyId().orElse(""))
        .with("limit", question.limit() + 1)
        .list(
            row ->
                new Open(
                    RecordedTraces.asked(row),
                    row.text("state"),
                    row.text("selector"),
                    Optional.ofNullable(row.instant("expected_at")),
                    row.number("requested")));
  }

  /** Those of them that are seen to name the person. */
  List<Naming> naming(PersonQuestion question, List<Open> open) {
    Map<UUID, Open> looked = new HashMap<>();
    long ids = 0;
    for (Open one : open) {
      ids += one.requested();
      if (ids <= MOST_IDS && !one.selector().equals("filter")) {
        looked.put(one.request().requestUuid(), one);
      }
    }
    if (looked.isEmpty()) {
      return List.of();
    }
    List<Naming> found = new ArrayList<>();
    naming(database.ask("find-messages-that-name"), question)
        .with("request_uuids", looked.keySet())
        .each(
            row -> {
              Open request = looked.get(row.uuid("request_uuid"));
              found.add(naming(request, row.text("place")));
            });
    return found;
  }

  private Naming naming(Open open, String place) {
    String outcome =
        place.equals("waiting") && open.state().equals(State.SCHEDULED.text())
            ? State.SCHEDULED.text()
            : place;
    return new Naming(
        open.request(),
        outcome,
        Optional.empty(),
        Optional.empty(),
        new Naming.Waits(
            place.equals("waiting")
                ? line.expectedAt(open.request().requestUuid()).or(open::expectedAt)
                : Optional.empty()));
  }

  /** Dead letters, of which the newest are looked through. */
  List<Naming> dead(PersonQuestion question) {
    return naming(database.ask("find-dead-letters-that-name"), question)
        .with("applications", question.applications())
        .with("any_journey", question.journeyId().isEmpty())
        .with("journey_id", question.journeyId().orElse(""))
        .list(
            row ->
                new Naming(
                    RecordedTraces.asked(row),
                    "dead",
                    Optional.empty(),
                    Optional.empty(),
                    new Naming.Dead(row.uuid("id"), row.text("cause"))));
  }

  /** An id as it is in a message, whose quotes cannot be within a value. */
  private static Sql naming(Sql sql, PersonQuestion question) {
    return sql.with("as_user", field("user_id", question.id()))
        .with("as_hwid", field("hwid", question.id()))
        .with("as_folded_hwid", field("hwid", DeviceOwners.fold(question.id())));
  }

  private static String field(String name, String value) {
    try {
      return "\"" + name + "\":" + JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text can be written as JSON", e);
    }
  }
}
