package dev.journeygateway.delivery;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.database.Database;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.outbox.AcceptedChunk.Person;
import dev.journeygateway.status.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Puts the people of one request into calls, those with equal attribute values together, in the
 * transaction under way. Chunks of one request wait for each other here.
 */
final class CallBatches {

  private static final NoArgGenerator UUIDS = Generators.timeBasedEpochGenerator();

  private final UUID request;
  private final DeliverySlot slot;
  private final Journey journey;
  private final Destination destination;
  private final Database database;
  private int calls;

  CallBatches(
      UUID request,
      DeliverySlot slot,
      Journey journey,
      Destination destination,
      Database database) {
    this.request = request;
    this.slot = slot;
    this.journey = journey;
    this.destination = destination;
    this.database = database;
    this.calls =
        (int) database.write("lock-delivery-request").with("request_uuid", request).number();
  }

  private record Placed(UUID delivery, Integer line) {}

  private record Placement(Person person, UUID delivery) {}

  /**
   * Adds people.
   *
   * @param people by their ids
   * @param common attribute values of all of them
   * @return those that are in the request already
   */
  List<Person> add(Map<String, Person> people, Map<String, String> common) {
    Map<String, Placed> before = new HashMap<>();
    database
        .write("find-people-of-deliveries")
        .with("ids", people.keySet())
        .with("request_uuid", request)
        .each(
            row ->
                before.put(
                    row.text("submitted_id"),
                    new Placed(row.uuid("delivery_uuid"), row.integer("line"))));
    List<Person> duplicates = new ArrayList<>();
    // In one order for all, so that equal groups of two requests are locked alike.
    Map<String, List<Person>> groups = new TreeMap<>();
    Map<String, String> attributes = new HashMap<>();
    for (Map.Entry<String, Person> one : people.entrySet()) {
      Person person = one.getValue();
      Placed placed = before.get(one.getKey());
      if (placed != null) {
        duplicates.add(person);
      }
      if (placed == null || earlier(person, placed)) {
        String values =
            attributes.computeIfAbsent(
                person.attributeValues() == null ? "" : person.attributeValues(),
                own -> CallBody.attributes(common, own.isEmpty() ? null : own));
        groups.computeIfAbsent(values, any -> new ArrayList<>()).add(person);
      }
    }
    groups.forEach((values, group) -> place(values, group, before));
    noteCalls();
    return duplicates;
  }

  /** The first row of a list counts, whichever chunk was quicker. */
  private static boolean earlier(Person person, Placed placed) {
    return person.line() != null && placed.line() != null && person.line() < placed.line();
  }

  /** An unsettled call with room, as it grows. */
  private static final class Open {
    private final UUID delivery;
    private final boolean isNew;
    private int ids;
    private long bytes;
    private int addedIds;
    private long addedBytes;

    Open(UUID delivery, boolean isNew, int ids, long bytes) {
      this.delivery = delivery;
      this.isNew = isNew;
      this.ids = ids;
      this.bytes = bytes;
    }

    boolean hasRoom(long more, int idsPerCall, long maxBody) {
      return ids == 0 || ids < idsPerCall && bytes + more <= maxBody;
    }

    void add(long more) {
      ids++;
      bytes += more;
      addedIds++;
      addedBytes += more;
    }
  }

  private void place(String values, List<Person> group, Map<String, Placed> before) {
    String selector = group.get(0).userId() != null ? "users" : "hwids";
    String key = CallBody.key(selector, values);
    long empty = CallBody.emptyBytes(selector, values);
    // Settings are read from text, which costs more than all else that is done for a person here.
    int idsPerCall = destination.idsPerCall();
    long maxBody = destination.maxBody();
    Optional<Open> last =
        database
            .write("find-open-delivery")
            .with("request_uuid", request)
            .with("attributes_key", key)
            .first(
                row ->
                    new Open(
                        row.uuid("delivery_uuid"), false, row.integer("ids"), row.number("bytes")));
    Open open = last.orElseGet(() -> new Open(UUIDS.generate(), true, 0, empty));
    List<Open> all = new ArrayList<>(List.of(open));
    List<Placement> placements = new ArrayList<>();
    for (Person person : group) {
      long bytes = CallBody.bytes(person.id());
      if (!open.hasRoom(bytes, idsPerCall, maxBody)) {
        open = new Open(UUIDS.generate(), true, 0, empty);
        all.add(open);
      }
      open.add(bytes);
      placements.add(new Placement(person, open.delivery));
    }
    for (Open each : all) {
      if (each.isNew) {
        insert(each.delivery, selector, null, values, key, each.ids, each.bytes);
      } else if (each.addedIds > 0) {
        grow(each.delivery, each.addedIds, each.addedBytes);
      }
    }
    write(placements, before);
  }

  private void write(List<Placement> placements, Map<String, Placed> before) {
    database
        .write("insert-delivery-person")
        .with("request_uuid", request)
        .updateEach(
            placements.stream().filter(one -> !before.containsKey(one.person().id())).toList(),
            (sql, one) ->
                sql.with("submitted_id", one.person().id())
                    .with("delivery_uuid", one.delivery())
                    .with("line", one.person().line()));
    List<Placement> moved =
        placements.stream().filter(one -> before.containsKey(one.person().id())).toList();
    database
        .write("move-delivery-person")
        .with("request_uuid", request)
        .updateEach(
            moved,
            (sql, one) ->
                sql.with("submitted_id", one.person().id())
                    .with("delivery_uuid", one.delivery())
                    .with("line", one.person().line()));
    for (Placement one : moved) {
      grow(before.get(one.person().id()).delivery(), -1, -CallBody.bytes(one.person().id()));
    }
  }

  private void grow(UUID delivery, int ids, long bytes) {
    database
        .write("grow-delivery")
        .with("ids", ids)
        .with("bytes", bytes)
        .with("delivery_uuid", delivery)
        .update();
    database
        .write("grow-delivery-share")
        .with("ids", ids)
        .with("delivery_uuid", delivery)
        .with("request_uuid", request)
        .update();
  }

  private void insert(
      UUID delivery,
      String selector,
      String filter,
      String values,
      String key,
      int ids,
      long bytes) {
    slot.in(database.write("insert-delivery"))
        .with("delivery_uuid", delivery)
        .with("request_uuid", request)
        .with("application_code", journey.applicationCode())
        .with("selector", selector)
        .with("filter", filter)
        .with("attribute_values", values)
        .with("attributes_key", key)
        .with("ids", ids)
        .with("bytes", bytes)
        .update();
    database
        .write("insert-delivery-share")
        .with("request_uuid", request)
        .with("number", ++calls)
        .with("delivery_uuid", delivery)
        .with("ids", ids)
        .update();
  }

  private void noteCalls() {
    database
        .write("note-calls-of-request")
        .with("calls", calls)
        .with("request_uuid", request)
        .update();
  }

  /** A filter is one call: the destination chooses its people. */
  void addFilter(String filter, Map<String, String> common) {
    String values = CallBody.attributes(common);
    insert(
        UUIDS.generate(),
        "filter",
        filter,
        values,
        CallBody.key("filter", values),
        0,
        CallBody.write("filter", values, List.of(), filter).length());
    noteCalls();
  }

  /** A request that needs too many calls begins none of them. */
  private void refuse(String reason) {
    database.allowLong();
    long people = database.write("count-people-of-calls").with("request_uuid", request).number();
    database
        .write("insert-outcomes-of-calls")
        .with("reason", reason)
        .with("request_uuid", request)
        .update();
    database
        .write("refuse-delivering-request")
        .with("reason", reason)
        .with("rejected", people)
        .with("request_uuid", request)
        .update();
    for (String statement :
        List.of(
            "delete-people-of-calls",
            "delete-deliveries-of-request",
            "delete-shares-of-unready",
            "delete-delivery-request")) {
      database.write(statement).with("request_uuid", request).update();
    }
  }

  /** Lets the calls begin: all people of the request are in them. */
  State ready() {
    database.write("delete-empty-deliveries").with("request_uuid", request).update();
    database.write("delete-empty-shares").with("request_uuid", request).update();
    database
        .write("ready-delivery-request")
        .with("yes", true)
        .with("request_uuid", request)
        .update();
    database
        .write("open-deliveries-to-others")
        .with("yes", true)
        .with("request_uuid", request)
        .with("ids_per_call", destination.idsPerCall())
        .update();
    long ready = database.write("find-calls-of-request").with("request_uuid", request).number();
    if (ready > destination.maxCalls()) {
      refuse(CallLimit.words(ready, destination));
      return State.FAILED;
    }
    if (ready == 0) {
      database.write("end-delivering-request").with("request_uuid", request).update();
      return State.DONE;
    }
    slot.in(database.write("add-to-delivery-slot")).with("calls", ready).update();
    return State.DELIVERING;
  }
}
