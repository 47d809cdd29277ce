package dev.journeygateway.audience;

import dev.journeygateway.database.SqlFile;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * From submitted ids to the people they stand for (journeys.md, "Unknown people"). Takes part in
 * its caller's transaction.
 */
public final class DeviceOwners {

  private static final String PEOPLE_OF_DEVICES = SqlFile.read("find-people-of-devices");
  private static final String KNOWN_USERS = SqlFile.read("find-known-users");
  private static final String COUNT_DEVICES = SqlFile.read("count-devices-of-users");

  private final JdbcTemplate jdbc;

  public DeviceOwners(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The form in which hwids are stored: they compare exactly but for letter case (filter.md). */
  public static String fold(String hwid) {
    return hwid.toLowerCase(Locale.ROOT);
  }

  /** From a folded hwid to the user of that device; one that no device has is not there. */
  public Map<String, String> ofHwids(Set<String> folded, String applicationCode) {
    return select(PEOPLE_OF_DEVICES, folded, applicationCode);
  }

  /** Those of the user ids that some device belongs to, each to itself. */
  public Map<String, String> ofUsers(Set<String> userIds, String applicationCode) {
    return select(KNOWN_USERS, userIds, applicationCode);
  }

  /** How many devices belong to these users. */
  public long devices(Collection<String> userIds, String applicationCode) {
    return jdbc.execute(
        (ConnectionCallback<Long>)
            connection -> {
              Array array = connection.createArrayOf("varchar", userIds.toArray(String[]::new));
              try (PreparedStatement statement = connection.prepareStatement(COUNT_DEVICES)) {
                statement.setArray(1, array);
                statement.setString(2, applicationCode);
                try (var rows = statement.executeQuery()) {
                  rows.next();
                  return rows.getLong(1);
                }
              } finally {
                array.free();
              }
            });
  }

  private Map<String, String> select(String sql, Set<String> ids, String applicationCode) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return jdbc.execute(
        (ConnectionCallback<Map<String, String>>)
            connection -> {
              Map<String, String> found = new HashMap<>();
              Array array = connection.createArrayOf("varchar", ids.toArray(String[]::new));
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(1, array);
                statement.setString(2, applicationCode);
                try (var rows = statement.executeQuery()) {
                  while (rows.next()) {
                    found.put(rows.getString(1), rows.getString(2));
                  }
                }
              } finally {
                array.free();
              }
              return found;
            });
  }
}
