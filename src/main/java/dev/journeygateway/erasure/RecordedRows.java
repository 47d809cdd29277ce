package dev.journeygateway.erasure;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.Sql;
import dev.journeygateway.person.PersonKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Entries, outcomes, members of audiences, devices with their tags, and hashes of entries. */
final class RecordedRows implements ErasedPlace {

  private final Database database;
  private final PersonKey key;

  RecordedRows(Database database, PersonKey key) {
    this.database = database;
    this.key = key;
  }

  private record Member(UUID request, long member) {}

  @Override
  public Swept sweep(ErasedPerson person) {
    // Found first by a reader, for no index leads to them.
    List<Member> members =
        of("find-members-to-erase", person, false)
            .with("user_ids", person.userIds())
            .list(row -> new Member(row.uuid("request_uuid"), row.number("member")));
    return Swept.of(
        database.finish(
            status -> {
              Map<String, Long> erased = new LinkedHashMap<>();
              erased.put(
                  "entries",
                  (long)
                      of("erase-entries", person, true)
                          .with("id", person.id())
                          .with("user_ids", person.userIds())
                          .update());
              erased.put(
                  "outcomes",
                  (long)
                      of("erase-outcomes", person, true)
                          .with("id", person.id())
                          .with("ids", person.written())
                          .update());
              database
                  .write("delete-member")
                  .updateEach(
                      members,
                      (sql, one) ->
                          sql.with("request_uuid", one.request()).with("member", one.member()));
              erased.put("audience_members", (long) members.size());
              erased.put(
                  "tags",
                  ofDevices("erase-tag-texts", person) + ofDevices("erase-tag-numbers", person));
              erased.put("devices", ofDevices("erase-devices", person));
              erased.put(
                  "entered_once",
                  (long)
                      database
                          .write("erase-entered-once")
                          .with(
                              "person_hashes",
                              key.hashes(person.applicationCode(), person.userIds()))
                          .update());
              return erased;
            }));
  }

  private long ofDevices(String name, ErasedPerson person) {
    return of(name, person, true).with("hwids", person.hwids()).update();
  }

  private Sql of(String name, ErasedPerson person, boolean writes) {
    Sql sql = writes ? database.write(name) : database.read(name);
    return sql.with("application_code", person.applicationCode());
  }
}
