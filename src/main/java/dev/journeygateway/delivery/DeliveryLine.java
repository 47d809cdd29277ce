package dev.journeygateway.delivery;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.process.ProcessLease;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Takes the next call of a free slot. The claim of the slot, the choice of the call, the people who
 * join it and the note that it is made now are one transaction, so that of several gateways one
 * makes it.
 *
 * <p>A slot goes to the request with the fewest calls left, and every fourth time to the one that
 * waits longest: a single sign-up does not wait for a list of a million, and no list starves.
 */
final class DeliveryLine {

  private static final int EVERY_FOURTH = 4;

  /** Requests looked at whose next call may be put off. */
  private static final int LOOKED_AT = 50;

  private static final int MOST_JOINED = 1000;

  private final Database database;
  private final ProcessLease lease;
  private final CallCounts counts;

  DeliveryLine(Database database, ProcessLease lease) {
    this.database = database;
    this.lease = lease;
    this.counts = new CallCounts(database);
  }

  /**
   * Slots that are free and have a call to be made, those that are free longest first.
   *
   * @param blocked destinations that are not called now
   */
  List<DeliverySlot> due(Collection<String> blocked, int limit) {
    return database
        .read("find-due-delivery-slots")
        .with("blocked", blocked)
        .with("limit", limit)
        .list(DeliverySlot::of);
  }

  /** Takes the next call of a slot; empty when another process was quicker. */
  Optional<Call> take(DeliverySlot slot, Destination destination) {
    return database.finish(
        status -> {
          if (slot.in(database.write("claim-delivery-slot")).with("owner", lease.owner()).update()
              == 0) {
            return Optional.empty();
          }
          Optional<UUID> next = next(slot);
          if (next.isEmpty()) {
            putOff(slot);
            return Optional.empty();
          }
          return Optional.of(settled(next.get(), slot, destination));
        });
  }

  private Optional<UUID> next(DeliverySlot slot) {
    long turn = slot.in(database.write("find-delivery-turn")).number();
    String statement =
        turn % EVERY_FOURTH == 0 ? "find-next-delivery-of-oldest" : "find-next-delivery-of-fewest";
    List<UUID> found = new ArrayList<>();
    slot.in(database.write(statement))
        .with("limit", LOOKED_AT)
        .each(
            row -> {
              if (row.text("delivery_uuid") != null) {
                found.add(row.uuid("delivery_uuid"));
              }
            });
    return found.stream().findFirst();
  }

  /** All that wait are put off: the slot is looked at again when the first of them is due. */
  private void putOff(DeliverySlot slot) {
    Instant now = database.now();
    Instant next =
        slot.in(database.write("find-next-delivery-time"))
            .first(row -> Optional.ofNullable(row.instant("not_before")))
            .flatMap(at -> at)
            .filter(at -> at.isAfter(now))
            .orElse(now.plusSeconds(1));
    slot.in(database.write("put-off-delivery-slot"))
        .with("free_at", next)
        .with("owner", lease.owner())
        .update();
  }

  /** A call as its row has it. */
  record Delivery(
      UUID uuid,
      UUID request,
      DeliverySlot slot,
      String applicationCode,
      String selector,
      String filter,
      String attributes,
      String key,
      String state,
      int ids,
      long bytes,
      boolean settled,
      int attempts,
      Optional<String> traceparent) {

    static Delivery of(Row row) throws SQLException {
      return new Delivery(
          row.uuid("delivery_uuid"),
          row.uuid("request_uuid"),
          DeliverySlot.of(row),
          row.text("application_code"),
          row.text("selector"),
          row.text("filter"),
          row.text("attribute_values"),
          row.text("attributes_key"),
          row.text("state"),
          row.integer("ids"),
          row.number("bytes"),
          row.flag("settled"),
          row.integer("attempts"),
          Optional.ofNullable(row.text("traceparent")));
    }
  }

  private record Person(UUID request, String id) {}

  private List<Person> people(UUID delivery) {
    return database
        .write("find-people-of-delivery")
        .with("delivery_uuid", delivery)
        .list(row -> new Person(row.uuid("request_uuid"), row.text("submitted_id")));
  }

  private Call settled(UUID uuid, DeliverySlot slot, Destination destination) {
    Delivery delivery =
        database
            .write("lock-delivery")
            .with("delivery_uuid", uuid)
            .first(Delivery::of)
            .orElseThrow();
    List<Person> people = people(uuid);
    int joined = 0;
    if (!delivery.settled() && delivery.filter() == null) {
      joined = join(delivery, people, destination);
      if (joined > 0) {
        people = people(uuid);
      }
    }
    List<String> ids = people.stream().map(Person::id).toList();
    int sent =
        database
            .write("send-delivery")
            .with("yes", true)
            .with("no", false)
            .with("ids", ids.size())
            .with("delivery_uuid", uuid)
            .update();
    if (sent == 0) {
      throw new IllegalStateException("delivery " + uuid + " waited a moment ago");
    }
    slot.in(database.write("note-call-of-slot"))
        .with("delivery_uuid", uuid)
        .with("calls", 1 + joined)
        .update();
    counts.addWaiting(delivery.request(), -1);
    return new Call(
        uuid,
        delivery.request(),
        slot,
        delivery.applicationCode(),
        delivery.selector(),
        ids.size(),
        delivery.attempts() + 1,
        CallBody.write(delivery.selector(), delivery.attributes(), ids, delivery.filter()),
        delivery.traceparent());
  }

  private record Alike(UUID uuid, UUID request, int ids, long bytes) {}

  /**
   * Takes in the people of other requests' calls with equal attribute values, as far as there is
   * room. A person who is in both stays out of it: the other request goes with a later call.
   *
   * @return how many calls need not be made any more
   */
  private int join(Delivery delivery, List<Person> people, Destination destination) {
    int room = destination.idsPerCall() - people.size();
    if (room <= 0) {
      return 0;
    }
    List<Alike> alike =
        delivery
            .slot()
            .in(database.write("find-alike-deliveries"))
            .with("attributes_key", delivery.key())
            .with("request_uuid", delivery.request())
            .with("room", room)
            .with("limit", Math.min(room, MOST_JOINED))
            .list(
                row ->
                    new Alike(
                        row.uuid("delivery_uuid"),
                        row.uuid("request_uuid"),
                        row.integer("ids"),
                        row.number("bytes")));
    Set<String> named = new HashSet<>();
    people.forEach(person -> named.add(person.id()));
    Set<UUID> requests = new HashSet<>(Set.of(delivery.request()));
    long empty = CallBody.emptyBytes(delivery.selector(), delivery.attributes());
    long bytes = delivery.bytes();
    List<Alike> joined = new ArrayList<>();
    for (Alike each : alike) {
      long more = each.bytes() - empty;
      if (named.size() + each.ids() > destination.idsPerCall()
          || bytes + more > destination.maxBody()
          || requests.contains(each.request())) {
        continue;
      }
      List<Person> others = people(each.uuid());
      if (others.stream().anyMatch(person -> named.contains(person.id()))) {
        continue;
      }
      others.forEach(person -> named.add(person.id()));
      requests.add(each.request());
      bytes += more;
      joined.add(each);
    }
    write(delivery, joined);
    return joined.size();
  }

  private void write(Delivery delivery, List<Alike> joined) {
    for (String statement : List.of("join-delivery-people", "join-delivery-share")) {
      database
          .write(statement)
          .with("delivery_uuid", delivery.uuid())
          .updateEach(joined, (sql, one) -> sql.with("joined", one.uuid()));
    }
    database
        .write("delete-delivery")
        .updateEach(joined, (sql, one) -> sql.with("delivery_uuid", one.uuid()));
    joined.forEach(one -> counts.addWaiting(one.request(), -1));
  }
}
