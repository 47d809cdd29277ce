package dev.journeygateway.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.access.Caller;
import dev.journeygateway.api.AnswerMapper;
import dev.journeygateway.audit.Action;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.person.ForgottenPeople;
import dev.journeygateway.person.PersonKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases people, each with a receipt.
 *
 * <p>First the person's hashes are kept, so that nothing accepted until then brings them in; then
 * every place is swept; and once every transaction has ended that began before, every place is
 * swept again. Whoever goes on after a crash finds the erasure's row and begins anew: a sweep that
 * is repeated changes nothing.
 */
final class Erasures {

  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
  private static final JsonMapper JSON = AnswerMapper.create();
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration UNTIL_THE_NEXT_LOOK = Duration.ofSeconds(2);

  private final Database database;
  private final PersonKey key;
  private final ForgottenPeople forgotten;
  private final Audit audit;
  private final List<ErasedPlace> places;
  private final List<String> reclaimedLater;

  /** What this process works on. */
  private final Set<UUID> working = ConcurrentHashMap.newKeySet();

  Erasures(
      Database database,
      PersonKey key,
      ForgottenPeople forgotten,
      Audit audit,
      List<ErasedPlace> places,
      List<String> reclaimedLater) {
    this.database = database;
    this.key = key;
    this.forgotten = forgotten;
    this.audit = audit;
    this.places = List.copyOf(places);
    this.reclaimedLater = List.copyOf(reclaimedLater);
  }

  private record Kept(
      UUID id,
      String applicationCode,
      String tokenHint,
      UUID hash,
      Optional<ErasedPerson> person,
      Instant askedAt,
      Optional<Instant> finishedAt,
      Optional<String> receipt) {}

  /** Keeps the person's hashes and writes down what is to be done, in one transaction. */
  UUID begin(Caller caller, String applicationCode, String id) {
    UUID erasure = IDS.generate();
    UUID hash = key.hash(applicationCode, id);
    ErasedPerson person = named(applicationCode, id);
    database.finish(
        status -> {
          forgotten.add(applicationCode, person.userIds());
          database
              .write("insert-erasure")
              .with("id", erasure)
              .with("application_code", applicationCode)
              .with("token_hint", caller.hint())
              .with("person_hash", hash)
              .with("person", text(person))
              .with("lease", LEASE)
              .update();
          audit.write(
              caller.hint(),
              applicationCode,
              Action.PERSON_ERASURE_ASKED,
              Audit.Target.of("person", hash),
              Map.of());
          return null;
        });
    return erasure;
  }

  private ErasedPerson named(String applicationCode, String id) {
    return ErasedPerson.of(
        applicationCode,
        id,
        database
            .read("find-hwids-of-person")
            .with("application_code", applicationCode)
            .with("id", id)
            .with("folded", DeviceOwners.fold(id))
            .texts());
  }

  /** The receipt of one of the caller's erasures, as far as it has come. */
  Optional<Receipt> find(Caller caller, UUID id) {
    return database
        .ask("find-erasure")
        .with("id", id)
        .first(Erasures::kept)
        .filter(kept -> caller.sees(kept.applicationCode()))
        .map(
            kept ->
                kept.receipt().map(text -> read(text, Receipt.class)).orElseGet(() -> begun(kept)));
  }

  private Receipt begun(Kept kept) {
    return new Receipt(
        kept.id(),
        kept.applicationCode(),
        kept.hash().toString(),
        "working",
        kept.askedAt(),
        Optional.empty(),
        Map.of(),
        reclaimedLater,
        List.of(),
        List.of());
  }

  /** Goes on with those that nobody works on. */
  void resume() {
    List<Kept> left = database.read("find-unfinished-erasures").list(Erasures::kept);
    for (Kept kept : left) {
      boolean leased =
          database.write("lease-erasure").with("id", kept.id()).with("lease", LEASE).update() == 1;
      if (leased) {
        work(kept.id());
      }
    }
  }

  /** Sweeps every place; the erasure is done, or a file under way is waited for. */
  void work(UUID id) {
    if (!working.add(id)) {
      return;
    }
    try {
      Kept kept = database.read("find-erasure").with("id", id).first(Erasures::kept).orElseThrow();
      if (kept.finishedAt().isEmpty()) {
        work(kept);
      }
    } finally {
      working.remove(id);
    }
  }

  private void work(Kept kept) {
    Receipt before =
        kept.receipt().map(text -> read(text, Receipt.class)).orElseGet(() -> begun(kept));
    if (kept.person().isEmpty()) {
      finish(kept, before);
      return;
    }
    Sweeps first = sweep(kept.person().get(), before.erased(), before.toAsk());
    note(kept, receipt(kept, first, "working", Optional.empty()), LEASE);
    awaitOthers();
    Sweeps second = sweep(kept.person().get(), first.erased, first.toAsk);
    Receipt receipt = receipt(kept, second, "working", Optional.empty());
    note(kept, receipt, second.waits ? UNTIL_THE_NEXT_LOOK : LEASE);
    if (second.waits) {
      LOG.info("Erasure {} waits for files under way", kept.id());
      return;
    }
    database.write("forget-erased-person").with("id", kept.id()).update();
    finish(kept, receipt);
  }

  /** What all places came to. */
  private static final class Sweeps {
    private final Map<String, Long> erased;
    private final Set<String> notReached = new LinkedHashSet<>();
    private final Set<String> toAsk = new LinkedHashSet<>();
    private boolean waits;

    Sweeps(Map<String, Long> before) {
      this.erased = new LinkedHashMap<>(before);
    }
  }

  /**
   * One sweep of every place.
   *
   * @param toAsk what the sweeps before have found; the rows that told it are gone
   */
  private Sweeps sweep(ErasedPerson person, Map<String, Long> before, Collection<String> toAsk) {
    Sweeps sweeps = new Sweeps(before);
    sweeps.toAsk.addAll(toAsk);
    for (ErasedPlace place : places) {
      ErasedPlace.Swept swept = place.sweep(person);
      swept.erased().forEach((name, rows) -> sweeps.erased.merge(name, rows, Long::sum));
      sweeps.notReached.addAll(swept.notReached());
      sweeps.toAsk.addAll(swept.toAsk());
      sweeps.waits |= swept.waits();
    }
    return sweeps;
  }

  private Receipt receipt(Kept kept, Sweeps sweeps, String state, Optional<Instant> finishedAt) {
    return new Receipt(
        kept.id(),
        kept.applicationCode(),
        kept.hash().toString(),
        state,
        kept.askedAt(),
        finishedAt,
        sweeps.erased,
        reclaimedLater,
        List.copyOf(sweeps.notReached),
        List.copyOf(sweeps.toAsk));
  }

  private void note(Kept kept, Receipt receipt, Duration lease) {
    database
        .write("note-erasure")
        .with("id", kept.id())
        .with("receipt", text(receipt))
        .with("lease", lease)
        .update();
  }

  /**
   * Waits until every transaction has ended that may not have seen the hashes. The embedded
   * database writes one after the other; there is none.
   */
  private void awaitOthers() {
    if (database.embedded()) {
      return;
    }
    long own = database.finish(status -> database.write("find-own-transaction").number());
    Instant latest = database.now().plus(LEASE.dividedBy(2));
    while (database.write("find-oldest-transaction").number() <= own
        && database.now().isBefore(latest)) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void finish(Kept kept, Receipt receipt) {
    List<String> later = new ArrayList<>(receipt.reclaimedLater());
    if (database.embedded() && !truncatedLog()) {
      later.add("the database's log of writes (gateway.db-wal), when no reader needs it any more");
    }
    database.finish(
        status -> {
          Receipt done =
              new Receipt(
                  receipt.erasureId(),
                  receipt.applicationCode(),
                  receipt.person(),
                  "done",
                  receipt.askedAt(),
                  Optional.of(database.now()),
                  receipt.erased(),
                  later,
                  receipt.notReached(),
                  receipt.toAsk());
          database
              .write("finish-erasure")
              .with("id", kept.id())
              .with("receipt", text(done))
              .update();
          audit.write(
              kept.tokenHint(),
              kept.applicationCode(),
              Action.PERSON_ERASED,
              Audit.Target.of("person", kept.hash()),
              receipt.erased());
          return null;
        });
    LOG.info("Erasure {} is done", kept.id());
  }

  /** Copies the log of writes into the file and begins it anew, unless somebody still reads it. */
  private boolean truncatedLog() {
    return database.write("truncate-log").first(row -> row.integer("busy") == 0).orElse(false);
  }

  private static Kept kept(Row row) throws SQLException {
    return new Kept(
        row.uuid("id"),
        row.text("application_code"),
        row.text("token_hint"),
        row.uuid("person_hash"),
        Optional.ofNullable(row.text("person")).map(text -> read(text, ErasedPerson.class)),
        row.instant("asked_at"),
        Optional.ofNullable(row.instant("finished_at")),
        Optional.ofNullable(row.text("receipt")));
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written as JSON can be read again", e);
    }
  }

  private static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers can be written as JSON", e);
    }
  }
}
