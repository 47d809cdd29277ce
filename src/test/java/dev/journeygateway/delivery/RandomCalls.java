package dev.journeygateway.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.journeygateway.access.Caller;
import dev.journeygateway.access.Scope;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.cancel.CancelledPart;
import dev.journeygateway.database.Database;
import dev.journeygateway.delivery.CallAnswer.Kind;
import dev.journeygateway.delivery.Deliveries.Resolution;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.entry.RecordedChunks;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.DestinationCatalog;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.outbox.AcceptedChunk;
import dev.journeygateway.process.ProcessLease;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.mock.env.MockEnvironment;

/**
 * Calls to a service whose answers come, are lost or come late, and an operator who looks there and
 * decides, for tests of other packages.
 */
public final class RandomCalls {

  /** A destination each, with that name and setting. */
  public static final List<String> WHEN_UNKNOWN = List.of("park", "retry");

  private static final List<Kind> KINDS =
      List.of(
          Kind.DELIVERED,
          Kind.DELIVERED,
          Kind.DELIVERED,
          Kind.UNKNOWN,
          Kind.UNKNOWN,
          Kind.FAILED,
          Kind.WAITING,
          Kind.HELD,
          Kind.NOT_SENT,
          Kind.REFUSED);

  private static final DeliverySettings SETTINGS =
      new DeliverySettings(8, 5, 100_000, Duration.ofMillis(50));

  private final Database database;
  private final DestinationCatalog destinations;
  private final JourneyCatalog journeys;
  private final DeliveryAnswers answers;
  private final Deliveries deliveries;
  private final Deliverer deliverer;
  private final ProcessLease lease;
  private final Caller operator;

  /** What the service has, by the key of the call. */
  private final Map<UUID, String> taken = new ConcurrentHashMap<>();

  private final Set<UUID> sent = ConcurrentHashMap.newKeySet();
  private final Queue<Late> late = new ConcurrentLinkedQueue<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  private record Late(Call call, Destination destination) {}

  public RandomCalls(Database database, JourneyCatalog journeys, String application) {
    this.database = database;
    this.journeys = journeys;
    for (String whenUnknown : WHEN_UNKNOWN) {
      database
          .writing()
          .update(
              "insert into destination (name, type, settings) values (?, 'x', ?)",
              whenUnknown,
              "{\"period\": \"0s\", \"ids-per-call\": \"3\", \"when-unknown\": \""
                  + whenUnknown
                  + "\"}");
    }
    destinations = new DestinationCatalog(database);
    answers = new DeliveryAnswers(database, SETTINGS, new SimpleMeterRegistry());
    Audit audit = new Audit(database);
    deliveries = new Deliveries(database, answers, destinations, audit);
    operator = new Caller(Set.of(application), Set.of(Scope.OPERATE), "...");
    lease = new ProcessLease(database);
    DestinationAccess access = new DestinationAccess(new MockEnvironment());
    deliverer =
        new Deliverer(
            SETTINGS,
            new DeliveryLine(database, lease),
            answers,
            destinations,
            new DestinationStates(database, destinations, access, audit, Clock.systemUTC()),
            access,
            lease,
            database);
  }

  /** Records a chunk, where its people go to a destination. */
  public boolean record(AcceptedChunk chunk, JourneyCatalog now) {
    boolean takes = recorder(journeys).takes(chunk);
    if (takes) {
      recorder(now).record(chunk);
    }
    return takes;
  }

  private DeliveryRecorder recorder(JourneyCatalog now) {
    return new DeliveryRecorder(
        now, destinations, new DeviceOwners(database), new RecordedChunks(database), database);
  }

  public CancelledPart part() {
    return request -> {
      deliveries.cancel(request);
      return 0;
    };
  }

  /** A gateway that makes calls, one at a time, and dies now and then. */
  public Runnable gateway(Random random, Set<UUID> cancelled) {
    return new Gateway(random, cancelled)::callOnce;
  }

  private final class Gateway {
    private final Random random;
    private final Set<UUID> cancelled;
    private ProcessLease own = new ProcessLease(database);

    Gateway(Random random, Set<UUID> cancelled) {
      this.random = random;
      this.cancelled = cancelled;
    }

    void callOnce() {
      try {
        own.renew();
        for (DeliverySlot slot : new DeliveryLine(database, own).due(List.of(), 4)) {
          Destination destination = destinations.find(slot.destination()).orElseThrow();
          Set<UUID> before = Set.copyOf(cancelled);
          new DeliveryLine(database, own)
              .take(slot, destination)
              .ifPresent(call -> make(call, destination, before));
        }
      } catch (PessimisticLockingFailureException e) {
        // The next round does it.
      }
    }

    private void make(Call call, Destination destination, Set<UUID> before) {
      UUID uuid = call.deliveryUuid();
      if (!sent.contains(uuid) && before.containsAll(requestsOf(uuid))) {
        faults.add("call " + uuid + " is made for requests that were cancelled before");
      }
      Kind kind = answer(call, destination);
      if (random.nextInt(12) == 0) {
        if (taken.containsKey(uuid) && random.nextBoolean()) {
          late.add(new Late(call, destination));
        }
        // Whoever comes after it does not know.
        sent.add(uuid);
        own.close();
        own = new ProcessLease(database);
        return;
      }
      untilRecorded(call, kind, destination);
    }

    /** What the service does; it heeds the key. */
    private Kind answer(Call call, Destination destination) {
      Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      UUID uuid = call.deliveryUuid();
      if (taken.containsKey(uuid) && kind == Kind.REFUSED) {
        kind = Kind.DELIVERED;
      }
      if (Set.of(Kind.DELIVERED, Kind.UNKNOWN, Kind.FAILED).contains(kind)) {
        sent.add(uuid);
      }
      if (kind == Kind.DELIVERED || kind == Kind.UNKNOWN && random.nextBoolean()) {
        String first = taken.putIfAbsent(uuid, call.body());
        if (first != null && !first.equals(call.body())) {
          faults.add("call " + uuid + " is made again with another body");
        }
        if (first != null && destination.name().equals("park")) {
          faults.add("call " + uuid + " is made twice");
        }
      }
      return kind;
    }
  }

  private List<UUID> requestsOf(UUID delivery) {
    return database
        .read("find-delivery-shares")
        .with("delivery_uuid", delivery)
        .list(row -> row.uuid("request_uuid"));
  }

  private void untilRecorded(Call call, Kind kind, Destination destination) {
    for (boolean recorded = false; !recorded; ) {
      try {
        answers.record(call, CallAnswer.of(kind, "because"), destination);
        recorded = true;
      } catch (PessimisticLockingFailureException e) {
        // As the product does.
      }
    }
  }

  /** What timers do, with the period past, and what the operator does. */
  public void look() {
    try {
      lease.renew();
      deliverer.endLost();
      for (Late one = late.poll(); one != null; one = late.poll()) {
        untilRecorded(one.call(), Kind.DELIVERED, one.destination());
      }
      for (String table : List.of("delivery_slot set free_at", "delivery set not_before")) {
        database.writing().update("update " + table + " = '2026-01-01T00:00:00.000000Z'");
      }
      for (UUID each : in("unknown")) {
        Resolution as = taken.containsKey(each) ? Resolution.DELIVERED : Resolution.AGAIN;
        if (as == Resolution.AGAIN) {
          sent.add(each);
        }
        deliveries.resolve(each, as, operator);
      }
    } catch (PessimisticLockingFailureException e) {
      // The next look does it.
    }
  }

  private List<UUID> in(String state) {
    return database
        .writing()
        .queryForList(
            "select cast(delivery_uuid as varchar(36)) from delivery where state = ?",
            String.class,
            state)
        .stream()
        .map(UUID::fromString)
        .toList();
  }

  /** Whether no call is open any more; those that were refused although they were taken end. */
  public boolean ended() {
    look();
    for (UUID each : in("refused")) {
      if (taken.containsKey(each)) {
        deliveries.resolve(each, Resolution.DELIVERED, operator);
      }
    }
    return database
            .writing()
            .queryForObject(
                "select count(*) from delivery where state in ('waiting', 'held', 'sending',"
                    + " 'unknown')",
                Long.class)
        == 0;
  }

  /** People whom the service has, each as often as it has them. */
  public List<String> taken() {
    List<String> people = new ArrayList<>();
    for (String body : taken.values()) {
      try {
        new ObjectMapper()
            .readTree(body)
            .at("/payload/users")
            .forEach(user -> people.add(user.asText()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(body, e);
      }
    }
    return people;
  }

  /** What must not have happened. */
  public List<String> faults() {
    return List.copyOf(faults);
  }
}
