package dev.journeygateway.person;

import dev.journeygateway.database.Database;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * People who were erased, by their hashes alone: what was accepted before the erasure does not
 * bring them in again.
 */
public final class ForgottenPeople {

  private final Database database;
  private final PersonKey key;

  ForgottenPeople(Database database, PersonKey key) {
    this.database = database;
    this.key = key;
  }

  /** Over a database, with its own key. */
  public static ForgottenPeople of(Database database) {
    return new ForgottenPeople(database, new PersonKey(database));
  }

  /** Remembers hashes of people in the transaction under way. */
  public void add(String applicationCode, Collection<String> ids) {
    database
        .write("put-forgotten-person")
        .updateEach(key.hashes(applicationCode, ids), (sql, hash) -> sql.with("person_hash", hash));
  }

  /** Whether anybody was erased since; one look into an index. */
  public boolean anySince(Instant acceptedAt) {
    return database.write("find-forgotten-since").with("accepted_at", acceptedAt).exists();
  }

  /**
   * Those of the ids that were erased after a request was accepted. Costs one look into an index
   * where nobody was erased since.
   */
  public Set<String> among(Collection<String> ids, String applicationCode, Instant acceptedAt) {
    if (ids.isEmpty() || !anySince(acceptedAt)) {
      return Set.of();
    }
    List<String> asked = List.copyOf(ids);
    List<UUID> hashes = key.hashes(applicationCode, asked);
    Set<String> found =
        new HashSet<>(
            database
                .write("find-forgotten-people")
                .with("accepted_at", acceptedAt)
                .with("person_hashes", hashes)
                .texts());
    Set<String> forgotten = new HashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      if (found.contains(hashes.get(i).toString())) {
        forgotten.add(asked.get(i));
      }
    }
    return forgotten;
  }

  /**
   * A message without people who were erased.
   *
   * @param removed how many were taken out, now or while it was in the outbox
   */
  public record Stripped(String text, int removed) {}

  /**
   * The message without those who were erased after its request was accepted; empty where there are
   * none. Asked in the transaction that writes what becomes of it.
   */
  public Optional<Stripped> strip(String text) {
    if (!anySince(Instant.EPOCH)) {
      return Optional.empty();
    }
    return MessagePeople.read(text)
        .flatMap(
            people -> {
              Optional<String> application = people.field("application_code");
              Optional<Instant> acceptedAt = people.field("accepted_at").flatMap(this::instant);
              if (application.isEmpty() || acceptedAt.isEmpty()) {
                return Optional.empty();
              }
              Set<String> forgotten = among(people.ids(), application.get(), acceptedAt.get());
              int removed = people.takeErased() + people.remove(forgotten::contains);
              return removed == 0
                  ? Optional.empty()
                  : Optional.of(new Stripped(people.text(), removed));
            });
  }

  private Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Counts people of a request who were taken out, in the transaction under way. */
  public void countCancelled(UUID request, int removed) {
    database
        .write("add-cancelled")
        .with("request_uuid", request)
        .with("cancelled", removed)
        .update();
  }
}
