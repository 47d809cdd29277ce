package dev.journeygateway.why;

import dev.journeygateway.audience.AudienceCatalog;
import dev.journeygateway.database.Database;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.filter.FilterCheck;
import dev.journeygateway.filter.InvalidFilter;
import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.person.PersonKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Tells what keeps a person out of a journey now, filters condition by condition. */
final class Standings {

  private static final int FILTERS = 5;

  private final JourneyCatalog journeys;
  private final AudienceCatalog tags;
  private final PersonKey key;
  private final Database database;

  Standings(JourneyCatalog journeys, AudienceCatalog tags, PersonKey key, Database database) {
    this.journeys = journeys;
    this.tags = tags;
    this.key = key;
    this.database = database;
  }

  /** Empty where no application of the question has the journey that it asks about. */
  Optional<Standing> of(PersonQuestion question) {
    return question
        .journeyId()
        .flatMap(journeys::find)
        .filter(journey -> question.applications().contains(journey.applicationCode()))
        .map(journey -> of(question, journey));
  }

  private Standing of(PersonQuestion question, Journey journey) {
    Optional<Standing.Earlier> earlier =
        database
            .ask("find-entries-in-journey")
            .with("user_ids", question.userIds())
            .with("journey_id", journey.id())
            .first(
                row -> new Standing.Earlier(row.uuid("request_uuid"), row.instant("entered_at")));
    return new Standing(
        journey.id(),
        journey.state().name().toLowerCase(Locale.ROOT),
        journey.entryPoints().stream()
            .map(
                point ->
                    new Standing.Point(
                        point.id(), point.deactivated(), point.reEntryOnce() ? "once" : "always"))
            .toList(),
        against(question, journey, earlier),
        earlier,
        filters(question, journey));
  }

  private List<String> against(
      PersonQuestion question, Journey journey, Optional<Standing.Earlier> earlier) {
    List<String> against = new ArrayList<>();
    if (!journey.running()) {
      against.add("the journey is not running");
    }
    if (journey.entryPoints().isEmpty()) {
      against.add("the journey has no API entry point");
    }
    for (EntryPoint point : journey.entryPoints()) {
      if (point.deactivated()) {
        against.add("the entry point " + point.id() + " is deactivated");
      }
      if (point.reEntryOnce() && (earlier.isPresent() || enteredOnce(question, journey))) {
        against.add(
            "the person entered before, and the entry point " + point.id() + " lets them in once");
      }
    }
    boolean known =
        question.devices().all().stream()
            .anyMatch(device -> device.applicationCode().equals(journey.applicationCode()));
    if (journey.skipUnknownIds() && !known) {
      against.add("no device of the application has this id, and its unknown ids are skipped");
    }
    return against;
  }

  private boolean enteredOnce(PersonQuestion question, Journey journey) {
    return database
        .ask("find-entered-once")
        .with("journey_id", journey.id())
        .with("person_hashes", key.hashes(journey.applicationCode(), question.userIds()))
        .exists();
  }

  private List<Standing.Chosen> filters(PersonQuestion question, Journey journey) {
    record Asked(UUID request, String state, Instant acceptedAt, Optional<String> filter) {}
    return database
        .ask("find-filters-of-journey")
        .with("journey_id", journey.id())
        .with("applications", question.applications())
        .with("limit", FILTERS)
        .list(
            row ->
                new Asked(
                    row.uuid("request_uuid"),
                    row.text("state"),
                    row.instant("accepted_at"),
                    Optional.ofNullable(row.text("filter"))))
        .stream()
        .flatMap(
            asked ->
                asked.filter().or(() -> filterOfMessage(asked.request())).stream()
                    .flatMap(
                        filter ->
                            chosen(
                                question,
                                asked.request(),
                                asked.state(),
                                asked.acceptedAt(),
                                filter)
                                .stream()))
        .toList();
  }

  /** The filter of a request that was not resolved yet, while its message is in the database. */
  private Optional<String> filterOfMessage(UUID request) {
    return database
        .ask("find-message-of-filter")
        .with("request_uuid", request)
        .first(row -> row.text("message"))
        .flatMap(
            message -> {
              try {
                return Optional.ofNullable(AcceptedChunk.read(message, 1, 1).body().filter());
              } catch (AcceptedChunk.Unusable e) {
                return Optional.empty();
              }
            });
  }

  /** Nothing where the catalogue has changed so that the filter is no longer valid. */
  private Optional<Standing.Chosen> chosen(
      PersonQuestion question, UUID request, String state, Instant acceptedAt, String text) {
    try {
      CheckedFilter filter = FilterCheck.settled(text, tags);
      return Optional.of(
          new Standing.Chosen(
              request,
              state,
              text,
              question.devices().meet(filter.criterion(), acceptedAt),
              filter.clauses().stream()
                  .map(
                      clause ->
                          new Standing.Condition(
                              clause.text(),
                              clause.character(),
                              question.devices().meet(clause.criterion(), acceptedAt)))
                  .toList()));
    } catch (InvalidFilter e) {
      return Optional.empty();
    }
  }
}
