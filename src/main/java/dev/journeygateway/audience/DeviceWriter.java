package dev.journeygateway.audience;

import static dev.journeygateway.audience.TableRows.Type.BIGINT;
import static dev.journeygateway.audience.TableRows.Type.BOOLEAN;
import static dev.journeygateway.audience.TableRows.Type.INTEGER;
import static dev.journeygateway.audience.TableRows.Type.VARCHAR;

import dev.journeygateway.audience.TableRows.Column;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Writes some thousand devices at once, and only what differs from what is stored.
 *
 * <p>Devices go to the database as arrays, one a column, and become rows there: a single statement,
 * the same on both databases. Their tags, five times as many, go by {@link BulkWrite}.
 */
final class DeviceWriter {

  private final JdbcTemplate jdbc;
  private final BulkWrite bulk;
  private final String application;
  private final List<Tag> tags;

  DeviceWriter(JdbcTemplate jdbc, String application, Collection<Tag> tags) {
    this.jdbc = jdbc;
    this.bulk = BulkWrite.into(jdbc);
    this.application = application;
    this.tags = List.copyOf(tags);
  }

  private record Stored(long id, String userId, String platform, boolean pushToken) {}

  /** A value of a device's tag. */
  private record Value(long deviceId, int tagId, Object value) {}

  /**
   * Writes the rows of different devices; joins the transaction under way. Answers how many it
   * added, changed and left.
   *
   * @throws org.springframework.dao.DataAccessException also where another file adds the same
   *     device at this moment; the transaction can then be done again
   */
  DevicesLoaded write(Collection<DeviceRow> rows) {
    Map<String, Stored> stored = stored(rows);
    List<DeviceRow> added = rows.stream().filter(row -> !stored.containsKey(row.hwid())).toList();
    Set<Long> changed = new HashSet<>(updateDevices(rows, stored));
    Map<String, Long> fresh = insertDevices(added);

    List<Value> current = stored.isEmpty() ? List.of() : values(stored.values());
    Set<Value> before = new HashSet<>(current);
    Set<Value> remaining = new HashSet<>(current);
    List<Value> inserts = new ArrayList<>();
    for (DeviceRow row : rows) {
      Stored old = stored.get(row.hwid());
      long id = old == null ? fresh.get(row.hwid()) : old.id();
      for (int i = 0; i < row.values().length; i++) {
        if (row.values()[i] == null) {
          continue;
        }
        for (Object value : row.values()[i]) {
          Value wanted = new Value(id, tags.get(i).id(), value);
          if (!before.contains(wanted)) {
            inserts.add(wanted);
          } else {
            remaining.remove(wanted);
          }
        }
      }
    }
    List<Value> deletes = deletes(rows, stored, remaining);
    deletes.forEach(value -> changed.add(value.deviceId()));
    inserts.forEach(value -> changed.add(value.deviceId()));
    fresh.values().forEach(changed::remove);
    tables(deletes).forEach(bulk::delete);
    tables(inserts).forEach(bulk::insert);
    int unchanged = rows.size() - added.size() - changed.size();
    return new DevicesLoaded(0, added.size(), changed.size(), unchanged, 0, 0);
  }

  /**
   * Of what is stored and was not asked for again, the values of the tags that the rows speak of.
   */
  private List<Value> deletes(
      Collection<DeviceRow> rows, Map<String, Stored> stored, Set<Value> remaining) {
    if (remaining.isEmpty()) {
      return List.of();
    }
    Map<Integer, Integer> positions = new HashMap<>();
    for (int i = 0; i < tags.size(); i++) {
      positions.put(tags.get(i).id(), i);
    }
    Map<Long, DeviceRow> byId = new HashMap<>();
    rows.forEach(
        row -> {
          if (stored.containsKey(row.hwid())) {
            byId.put(stored.get(row.hwid()).id(), row);
          }
        });
    return remaining.stream()
        .filter(value -> positions.containsKey(value.tagId()))
        .filter(value -> byId.get(value.deviceId()).values()[positions.get(value.tagId())] != null)
        .toList();
  }

  private Map<String, Stored> stored(Collection<DeviceRow> rows) {
    Map<String, Stored> stored = new HashMap<>(rows.size() * 2);
    Column hwids = new Column("hwid", VARCHAR, rows.stream().map(DeviceRow::hwid).toList());
    // Locked, so that two files which change a tag of one device do not both leave a value; in the
    // order of their ids, so that they do not wait for each other in a circle.
    jdbc.query(
        "select hwid, id, user_id, platform, push_token from device where hwid = any(?)"
            + " and application_code = ? order by id for update",
        statement -> {
          hwids.bind(statement, 1);
          statement.setString(2, application);
        },
        (RowCallbackHandler)
            row ->
                stored.put(
                    row.getString(1),
                    new Stored(
                        row.getLong(2), row.getString(3), row.getString(4), row.getBoolean(5))));
    return stored;
  }

  private List<Value> values(Collection<Stored> devices) {
    List<Value> values = new ArrayList<>();
    Column ids = new Column("device_id", BIGINT, devices.stream().map(Stored::id).toList());
    jdbc.query(
        "select device_id, tag_id, tag_value from device_tag_text where device_id = any(?)",
        statement -> ids.bind(statement, 1),
        (RowCallbackHandler)
            row -> values.add(new Value(row.getLong(1), row.getInt(2), row.getString(3))));
    jdbc.query(
        "select device_id, tag_id, tag_value from device_tag_number where device_id = any(?)",
        statement -> ids.bind(statement, 1),
        (RowCallbackHandler)
            row -> values.add(new Value(row.getLong(1), row.getInt(2), row.getLong(3))));
    return values;
  }

  /** Inserts the devices and answers the id of each hwid. */
  private Map<String, Long> insertDevices(List<DeviceRow> rows) {
    Map<String, Long> ids = new HashMap<>(rows.size() * 2);
    if (rows.isEmpty()) {
      return ids;
    }
    TableRows devices =
        new TableRows(
            "device",
            List.of(
                new Column(
                    "application_code", VARCHAR, Collections.nCopies(rows.size(), application)),
                new Column("hwid", VARCHAR, rows.stream().map(DeviceRow::hwid).toList()),
                new Column("user_id", VARCHAR, rows.stream().map(DeviceWriter::userId).toList()),
                new Column("platform", VARCHAR, rows.stream().map(DeviceWriter::platform).toList()),
                new Column(
                    "push_token",
                    BOOLEAN,
                    rows.stream().map(row -> Boolean.TRUE.equals(row.pushToken())).toList())));
    return jdbc.execute(
        connection -> connection.prepareStatement(devices.insert(), new String[] {"id", "hwid"}),
        (PreparedStatementCallback<Map<String, Long>>)
            statement -> {
              devices.bind(statement);
              statement.executeUpdate();
              try (ResultSet inserted = statement.getGeneratedKeys()) {
                while (inserted.next()) {
                  ids.put(inserted.getString("hwid"), inserted.getLong("id"));
                }
              }
              return ids;
            });
  }

  /** The ids of those that differ from what their row says. */
  private List<Long> updateDevices(Collection<DeviceRow> rows, Map<String, Stored> stored) {
    List<Object[]> updates = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    for (DeviceRow row : rows) {
      Stored old = stored.get(row.hwid());
      if (old == null) {
        continue;
      }
      String userId = row.userId() == null ? old.userId() : userId(row);
      String platform = row.platform() == null ? old.platform() : platform(row);
      boolean pushToken = row.pushToken() == null ? old.pushToken() : row.pushToken();
      if (!userId.equals(old.userId())
          || !Objects.equals(platform, old.platform())
          || pushToken != old.pushToken()) {
        updates.add(new Object[] {userId, platform, pushToken, old.id()});
        ids.add(old.id());
      }
    }
    jdbc.batchUpdate(
        "update device set user_id = ?, platform = ?, push_token = ? where id = ?", updates);
    return ids;
  }

  private static List<TableRows> tables(List<Value> values) {
    return Stream.of(true, false)
        .map(
            text ->
                values.stream().filter(value -> value.value() instanceof String == text).toList())
        .filter(some -> !some.isEmpty())
        .map(DeviceWriter::table)
        .toList();
  }

  private static TableRows table(List<Value> values) {
    boolean text = values.get(0).value() instanceof String;
    return new TableRows(
        text ? "device_tag_text" : "device_tag_number",
        List.of(
            new Column("tag_id", INTEGER, values.stream().map(Value::tagId).toList()),
            new Column(
                "tag_value", text ? VARCHAR : BIGINT, values.stream().map(Value::value).toList()),
            new Column("device_id", BIGINT, values.stream().map(Value::deviceId).toList())));
  }

  private static String userId(DeviceRow row) {
    return row.userId() == null || row.userId().isEmpty() ? row.hwid() : row.userId();
  }

  private static String platform(DeviceRow row) {
    return row.platform() == null || row.platform().isEmpty() ? null : row.platform();
  }
}
