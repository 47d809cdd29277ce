package dev.journeygateway.person;

import dev.journeygateway.database.Database;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * People whose entries were removed, in journeys that a person enters once: their hashes still keep
 * them out.
 */
public final class EnteredOnce {

  private final Database database;
  private final PersonKey key;

  EnteredOnce(Database database, PersonKey key) {
    this.database = database;
    this.key = key;
  }

  /** Over a database, with its own key. */
  public static EnteredOnce of(Database database) {
    return new EnteredOnce(database, new PersonKey(database));
  }

  /** Remembers people in the transaction that removes their entries. */
  public void remember(String journeyId, String applicationCode, Collection<String> userIds) {
    database
        .write("put-entered-once")
        .with("journey_id", journeyId)
        .updateEach(
            key.hashes(applicationCode, userIds), (sql, hash) -> sql.with("person_hash", hash));
  }

  /** Those of the people who had entered; one look into an index where none is remembered. */
  public Set<String> among(Collection<String> userIds, String journeyId, String applicationCode) {
    if (userIds.isEmpty()
        || !database.write("find-any-entered-once").with("journey_id", journeyId).exists()) {
      return Set.of();
    }
    List<String> asked = List.copyOf(userIds);
    List<UUID> hashes = key.hashes(applicationCode, asked);
    Set<String> found =
        new HashSet<>(
            database
                .write("find-entered-once")
                .with("journey_id", journeyId)
                .with("person_hashes", hashes)
                .texts());
    Set<String> entered = new HashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      if (found.contains(hashes.get(i).toString())) {
        entered.add(asked.get(i));
      }
    }
    return entered;
  }
}
