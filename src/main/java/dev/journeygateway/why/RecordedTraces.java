package dev.journeygateway.why;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import dev.journeygateway.database.Sql;
import dev.journeygateway.why.Naming.Asked;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Entries and outcomes: what the worker has recorded. Each is found by an index. */
final class RecordedTraces implements Traces {

  private final Database database;

  RecordedTraces(Database database) {
    this.database = database;
  }

  /** An entry that explains an outcome. */
  private record Earlier(UUID request, Optional<Integer> line) {}

  @Override
  public List<Naming> of(PersonQuestion question) {
    List<Naming> entries =
        bind("find-entries-of-person", question)
            .with("user_ids", question.userIds())
            .list(row -> entered(row, question));
    Map<String, List<Earlier>> earlier = new HashMap<>();
    List<Naming> outcomes =
        bind("find-outcomes-of-person", question)
            .with("ids", question.submittedIds())
            .list(row -> outcome(row, question))
            .stream()
            .map(
                naming ->
                    explained(
                        naming,
                        earlier.computeIfAbsent(
                            naming.outcome().equals("duplicate")
                                    || naming.outcome().equals("already_entered")
                                ? naming.request().journeyId()
                                : "",
                            journey -> journey.isEmpty() ? List.of() : earlier(journey, question))))
            .toList();
    return Stream.concat(entries.stream(), outcomes.stream()).toList();
  }

  private Sql bind(String name, PersonQuestion question) {
    return database
        .ask(name)
        .with("id", question.id())
        .with("applications", question.applications())
        .with("any_journey", question.journeyId().isEmpty())
        .with("journey_id", question.journeyId().orElse(""))
        .with("limit", question.limit());
  }

  private static Naming entered(Row row, PersonQuestion question) throws SQLException {
    return new Naming(
        asked(row),
        "entered",
        Optional.ofNullable(row.integer("line")),
        Optional.empty(),
        new Naming.Entered(row.instant("entered_at"), otherThan(question, row.text("user_id"))));
  }

  private static Naming outcome(Row row, PersonQuestion question) throws SQLException {
    return new Naming(
        asked(row),
        row.text("outcome"),
        Optional.ofNullable(row.integer("line")),
        otherThan(question, row.text("submitted_id")),
        new Naming.Refused(Optional.ofNullable(row.text("reason"))));
  }

  private static Optional<String> otherThan(PersonQuestion question, String id) {
    return Optional.of(id).filter(other -> !other.equals(question.id()));
  }

  static Asked asked(Row row) throws SQLException {
    return new Asked(
        row.uuid("request_uuid"),
        row.text("journey_id"),
        row.text("entry_point_id"),
        row.text("application_code"),
        row.text("door"),
        Optional.ofNullable(row.text("file")),
        row.instant("accepted_at"));
  }

  private List<Earlier> earlier(String journeyId, PersonQuestion question) {
    return database
        .ask("find-entries-in-journey")
        .with("user_ids", question.userIds())
        .with("journey_id", journeyId)
        .list(
            row -> new Earlier(row.uuid("request_uuid"), Optional.ofNullable(row.integer("line"))));
  }

  private static Naming explained(Naming naming, List<Earlier> entries) {
    UUID own = naming.request().requestUuid();
    return switch (naming.outcome()) {
      case "duplicate" ->
          with(
              naming,
              new Naming.Twice(
                  entries.stream()
                      .filter(entry -> entry.request().equals(own))
                      .findFirst()
                      .flatMap(Earlier::line)));
      case "already_entered" ->
          with(
              naming,
              new Naming.EnteredBefore(
                  entries.stream()
                      .map(Earlier::request)
                      .filter(request -> !request.equals(own))
                      .findFirst()));
      default -> naming;
    };
  }

  private static Naming with(Naming naming, Naming.Detail detail) {
    return new Naming(
        naming.request(), naming.outcome(), naming.line(), naming.submittedId(), detail);
  }
}
