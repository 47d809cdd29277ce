package dev.journeygateway.why;

import dev.journeygateway.database.Database;
import java.util.List;
import java.util.Optional;

/** Calls to destinations that have not ended; the others have become entries and outcomes. */
final class DeliveryTraces implements Traces {

  private final Database database;

  DeliveryTraces(Database database) {
    this.database = database;
  }

  @Override
  public List<Naming> of(PersonQuestion question) {
    return database
        .ask("find-deliveries-of-person")
        .with("ids", question.submittedIds())
        .with("id", question.id())
        .with("applications", question.applications())
        .with("any_journey", question.journeyId().isEmpty())
        .with("journey_id", question.journeyId().orElse(""))
        .with("limit", question.limit())
        .list(
            row ->
                new Naming(
                    RecordedTraces.asked(row),
                    row.text("state").equals("unknown") ? "unknown_delivery" : "delivering",
                    Optional.ofNullable(row.integer("line")),
                    Optional.of(row.text("submitted_id")).filter(id -> !id.equals(question.id())),
                    new Naming.Refused(Optional.empty())));
  }
}
