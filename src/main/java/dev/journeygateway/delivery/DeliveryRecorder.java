package dev.journeygateway.delivery;

import dev.journeygateway.database.Database;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.entry.EntryRecorder;
import dev.journeygateway.entry.EntryRecorder.Recorded;
import dev.journeygateway.entry.EntryRecorder.Result;
import dev.journeygateway.entry.ForgottenRows;
import dev.journeygateway.entry.PeopleRecorder;
import dev.journeygateway.entry.RecordedChunks;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.DestinationCatalog;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.outbox.AcceptedChunk.Person;
import dev.journeygateway.person.EnteredOnce;
import dev.journeygateway.person.ForgottenPeople;
import dev.journeygateway.status.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes the people of a chunk down as calls to be made, once.
 *
 * <p>The calls, the outcomes, the counts and the mark that the chunk is done are one transaction.
 * None of a request's calls is made before all of its chunks are written down: their number is
 * known, and told, before the first.
 */
final class DeliveryRecorder implements PeopleRecorder {

  private final JourneyCatalog journeys;
  private final DestinationCatalog destinations;
  private final DeviceOwners owners;
  private final RecordedChunks chunks;
  private final ForgottenRows forgotten;
  private final EnteredOnce enteredOnce;
  private final Database database;

  DeliveryRecorder(
      JourneyCatalog journeys,
      DestinationCatalog destinations,
      DeviceOwners owners,
      RecordedChunks chunks,
      Database database) {
    this.journeys = journeys;
    this.destinations = destinations;
    this.owners = owners;
    this.chunks = chunks;
    this.forgotten = new ForgottenRows(ForgottenPeople.of(database));
    this.enteredOnce = EnteredOnce.of(database);
    this.database = database;
  }

  /** A request that has begun as calls goes on as calls, whatever the catalogue says by then. */
  @Override
  public boolean takes(AcceptedChunk chunk) {
    return journeys.find(chunk.body().journeyId()).filter(Journey::remote).isPresent()
        || database
            .read("exists-delivery-request")
            .with("request_uuid", chunk.body().requestUuid())
            .exists();
  }

  /** The request is not there any more, or was cancelled. */
  private static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Gone() {
      super("the request is gone", null, false, false);
    }
  }

  @Override
  public Recorded record(AcceptedChunk chunk) {
    Optional<Journey> journey = journeys.find(chunk.body().journeyId());
    Optional<Destination> destination =
        journey.map(Journey::destination).flatMap(destinations::find);
    if (journey.isEmpty() || !journey.get().running() || destination.isEmpty()) {
      return database.finish(status -> hold(forgotten.without(chunk)));
    }
    try {
      return database.finish(status -> record(chunk, journey.get(), destination.get()));
    } catch (Gone e) {
      return new Recorded(Result.TAKEN_BACK, Optional.empty());
    }
  }

  private Recorded hold(AcceptedChunk chunk) {
    UUID request = chunk.body().requestUuid();
    Optional<State> before = chunks.lock(request);
    if (before.isEmpty() || before.get() == State.CANCELLED) {
      return EntryRecorder.dropped(before);
    }
    boolean repeated =
        database
            .write("find-chunk")
            .with("request_uuid", request)
            .with("chunk", chunk.chunk())
            .exists();
    if (repeated) {
      return new Recorded(Result.REPEATED, Optional.empty());
    }
    chunks.hold(chunk);
    return new Recorded(Result.HELD, Optional.of(State.HELD));
  }

  private Recorded record(AcceptedChunk chunk, Journey journey, Destination destination) {
    UUID request = chunk.body().requestUuid();
    if (database
            .write("insert-chunk")
            .with("request_uuid", request)
            .with("chunk", chunk.chunk())
            .update()
        == 0) {
      return new Recorded(Result.REPEATED, Optional.empty());
    }
    AcceptedChunk.Body body = forgotten.without(chunk).body();
    DeliverySlot slot = new DeliverySlot(destination.name(), body.journeyId(), body.entryPointId());
    slot.in(database.write("insert-delivery-request")).with("request_uuid", request).update();
    CallBatches batches = new CallBatches(request, slot, journey, destination, database);
    Outcomes outcomes = new Outcomes();
    if (body.filter() == null) {
      addPeople(body, journey, batches, outcomes);
    } else {
      batches.addFilter(body.filter(), body.attributeValues());
    }
    outcomes.insert(request, database);
    Integer last = chunk.chunks().isPresent() ? chunk.chunks().getAsInt() : null;
    int updated =
        database
            .write("add-counts-of-chunk")
            .with("duplicate", outcomes.count("duplicate"))
            .with("unknown", outcomes.count("unknown"))
            .with("already_entered", outcomes.count("already_entered"))
            .with("chunks", last)
            .with("request_uuid", request)
            .update();
    if (updated == 0) {
      throw new Gone();
    }
    State state = chunks.state(request).orElseThrow();
    if (state == State.DELIVERING) {
      state = batches.ready();
    }
    return new Recorded(Result.RECORDED, Optional.of(state));
  }

  private void addPeople(
      AcceptedChunk.Body body, Journey journey, CallBatches batches, Outcomes outcomes) {
    Set<String> unknown = unknown(body, journey);
    Map<String, Person> people = new LinkedHashMap<>();
    for (Person person : body.entries()) {
      if (unknown.contains(person.id())) {
        outcomes.add(person, "unknown");
      } else if (people.putIfAbsent(person.id(), person) != null) {
        outcomes.add(person, "duplicate");
      }
    }
    if (journey.reEntryOnce(body.entryPointId()) && !people.isEmpty()) {
      chunks.lockJourney(journey.id());
      database
          .write("find-users-in-journey")
          .with("user_ids", people.keySet())
          .with("journey_id", body.journeyId())
          .with("request_uuid", body.requestUuid())
          .texts()
          .forEach(id -> outcomes.add(people.remove(id), "already_entered"));
      enteredOnce
          .among(people.keySet(), body.journeyId(), body.applicationCode())
          .forEach(id -> outcomes.add(people.remove(id), "already_entered"));
    }
    if (!people.isEmpty()) {
      batches
          .add(people, body.attributeValues())
          .forEach(person -> outcomes.add(person, "duplicate"));
    }
  }

  /** The ids that no device has, where the application leaves such out. */
  private Set<String> unknown(AcceptedChunk.Body body, Journey journey) {
    if (!journey.skipUnknownIds()) {
      return Set.of();
    }
    Set<String> users = new HashSet<>();
    Set<String> hwids = new HashSet<>();
    for (Person person : body.entries()) {
      if (person.userId() != null) {
        users.add(person.userId());
      } else {
        hwids.add(DeviceOwners.fold(person.hwid()));
      }
    }
    Map<String, String> knownUsers = owners.ofUsers(users, journey.applicationCode());
    Map<String, String> knownHwids = owners.ofHwids(hwids, journey.applicationCode());
    Set<String> unknown = new HashSet<>();
    for (Person person : body.entries()) {
      boolean known =
          person.userId() != null
              ? knownUsers.containsKey(person.userId())
              : knownHwids.containsKey(DeviceOwners.fold(person.hwid()));
      if (!known) {
        unknown.add(person.id());
      }
    }
    return unknown;
  }

  /** The ids of one chunk that are in no call. */
  private static final class Outcomes {
    private record Outcome(Person person, String outcome) {}

    private final List<Outcome> all = new ArrayList<>();

    void add(Person person, String outcome) {
      all.add(new Outcome(person, outcome));
    }

    long count(String outcome) {
      return all.stream().filter(one -> one.outcome().equals(outcome)).count();
    }

    void insert(UUID request, Database database) {
      database
          .write("insert-outcome")
          .with("request_uuid", request)
          .with("reason", null)
          .updateEach(
              all,
              (sql, one) ->
                  sql.with("id", one.person().id())
                      .with("outcome", one.outcome())
                      .with("line", one.person().line()));
    }
  }
}
