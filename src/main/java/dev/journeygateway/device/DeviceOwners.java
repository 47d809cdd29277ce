package dev.journeygateway.device;

import dev.journeygateway.database.Database;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** From submitted ids to the people they belong to. Read from what is committed. */
public final class DeviceOwners {

  private final Database database;

  public DeviceOwners(Database database) {
    this.database = database;
  }

  /** The form in which hwids are stored: they compare exactly but for letter case. */
  public static String fold(String hwid) {
    return hwid.toLowerCase(Locale.ROOT);
  }

  /** From a folded hwid to the user of that device; one that no device has is not there. */
  public Map<String, String> ofHwids(Set<String> folded, String applicationCode) {
    return select("find-people-of-devices", folded, applicationCode);
  }

  /** Those of the user ids that some device belongs to, each to itself. */
  public Map<String, String> ofUsers(Set<String> userIds, String applicationCode) {
    return select("find-known-users", userIds, applicationCode);
  }

  /** How many devices belong to these users. */
  public long devices(Collection<String> userIds, String applicationCode) {
    return database
        .read("count-devices-of-users")
        .with("ids", userIds)
        .with("application_code", applicationCode)
        .number();
  }

  private Map<String, String> select(String sql, Set<String> ids, String applicationCode) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<String, String> found = new HashMap<>();
    database
        .read(sql)
        .with("ids", ids)
        .with("application_code", applicationCode)
        .each(row -> found.put(row.text("id"), row.text("user_id")));
    return found;
  }
}
