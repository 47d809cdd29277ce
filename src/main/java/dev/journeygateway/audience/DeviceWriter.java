package dev.journeygateway.audience;

import java.sql.Array;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.RowCallbackHandler;

/**
 * Writes some thousand devices at once, and only what differs from what is stored.
 *
 * <p>Rows go to the database as arrays, one a column, and become rows there: a single statement,
 * the same on both databases.
 */
final class DeviceWriter {

  private final JdbcTemplate jdbc;
  private final String application;
  private final List<Tag> tags;

  DeviceWriter(JdbcTemplate jdbc, String application, Collection<Tag> tags) {
    this.jdbc = jdbc;
    this.application = application;
    this.tags = List.copyOf(tags);
  }

  record Written(long added, long changed, long unchanged) {}

  private record Stored(long id, String userId, String platform, boolean pushToken) {}

  /** A value of a device's tag. */
  private record Value(long deviceId, int tagId, Object value) {}

  /**
   * Writes the rows of different devices; joins the transaction under way.
   *
   * @throws org.springframework.dao.DataAccessException also where another file adds the same
   *     device at this moment; the transaction can then be done again
   */
  Written write(Collection<DeviceRow> rows) {
    // Locked, so that two files which change a tag of one device do not both leave a value; in the
    // order of their ids,
    // so that they do not wait for each other in a circle.
    Map<String, Stored> stored = stored(rows, " order by id for update");
    List<DeviceRow> added = rows.stream().filter(row -> !stored.containsKey(row.hwid())).toList();
    Set<Long> changed = new HashSet<>(updateDevices(rows, stored));
    insertDevices(added);
    Map<String, Stored> fresh = added.isEmpty() ? Map.of() : stored(added, "");

    List<Value> current = stored.isEmpty() ? List.of() : values(stored.values());
    Set<Value> before = new HashSet<>(current);
    Set<Value> remaining = new HashSet<>(current);
    List<Value> inserts = new ArrayList<>();
    for (DeviceRow row : rows) {
      Stored old = stored.get(row.hwid());
      long id = old == null ? fresh.get(row.hwid()).id() : old.id();
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
    fresh.values().forEach(device -> changed.remove(device.id()));
    delete(deletes);
    insert(inserts);
    return new Written(added.size(), changed.size(), rows.size() - added.size() - changed.size());
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

  private Map<String, Stored> stored(Collection<DeviceRow> rows, String locking) {
    Map<String, Stored> stored = new HashMap<>(rows.size() * 2);
    query(
        "select hwid, id, user_id, platform, push_token from device where application_code = ? and hwid = any(?)"
            + locking,
        row ->
            stored.put(
                row.getString(1),
                new Stored(row.getLong(2), row.getString(3), row.getString(4), row.getBoolean(5))),
        List.of(application, new Column("varchar", rows.stream().map(DeviceRow::hwid).toList())));
    return stored;
  }

  private List<Value> values(Collection<Stored> devices) {
    List<Value> values = new ArrayList<>();
    Column ids = new Column("bigint", devices.stream().map(Stored::id).toList());
    query(
        "select device_id, tag_id, tag_value from device_tag_text where device_id = any(?)",
        row -> values.add(new Value(row.getLong(1), row.getInt(2), row.getString(3))),
        List.of(ids));
    query(
        "select device_id, tag_id, tag_value from device_tag_number where device_id = any(?)",
        row -> values.add(new Value(row.getLong(1), row.getInt(2), row.getLong(3))),
        List.of(ids));
    return values;
  }

  private void insertDevices(List<DeviceRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    update(
        "insert into device (application_code, hwid, user_id, platform, push_token)"
            + " select cast(? as varchar(11)), n.hwid, n.user_id, n.platform, n.push_token"
            + " from unnest(cast(? as varchar(510) array), cast(? as varchar(510) array),"
            + " cast(? as varchar(32) array), cast(? as boolean array)) as n (hwid, user_id, platform, push_token)",
        List.of(
            application,
            new Column("varchar", rows.stream().map(DeviceRow::hwid).toList()),
            new Column("varchar", rows.stream().map(DeviceWriter::userId).toList()),
            new Column("varchar", rows.stream().map(DeviceWriter::platform).toList()),
            new Column(
                "boolean",
                rows.stream().map(row -> Boolean.TRUE.equals(row.pushToken())).toList())));
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

  private void delete(List<Value> values) {
    List<Object[]> texts = new ArrayList<>();
    List<Object[]> numbers = new ArrayList<>();
    for (Value value : values) {
      (value.value() instanceof String ? texts : numbers)
          .add(new Object[] {value.tagId(), value.value(), value.deviceId()});
    }
    jdbc.batchUpdate(
        "delete from device_tag_text where tag_id = ? and tag_value = ? and device_id = ?", texts);
    jdbc.batchUpdate(
        "delete from device_tag_number where tag_id = ? and tag_value = ? and device_id = ?",
        numbers);
  }

  private void insert(List<Value> values) {
    insert(
        values.stream().filter(value -> value.value() instanceof String).toList(),
        "insert into device_tag_text (device_id, tag_id, tag_value) select n.device_id, n.tag_id, n.tag_value"
            + " from unnest(cast(? as bigint array), cast(? as integer array), cast(? as varchar(510) array))"
            + " as n (device_id, tag_id, tag_value)",
        "varchar");
    insert(
        values.stream().filter(value -> value.value() instanceof Long).toList(),
        "insert into device_tag_number (device_id, tag_id, tag_value) select n.device_id, n.tag_id, n.tag_value"
            + " from unnest(cast(? as bigint array), cast(? as integer array), cast(? as bigint array))"
            + " as n (device_id, tag_id, tag_value)",
        "bigint");
  }

  private void insert(List<Value> values, String sql, String type) {
    if (!values.isEmpty()) {
      update(
          sql,
          List.of(
              new Column("bigint", values.stream().map(Value::deviceId).toList()),
              new Column("integer", values.stream().map(Value::tagId).toList()),
              new Column(type, values.stream().map(Value::value).toList())));
    }
  }

  private static String userId(DeviceRow row) {
    return row.userId() == null || row.userId().isEmpty() ? row.hwid() : row.userId();
  }

  private static String platform(DeviceRow row) {
    return row.platform() == null || row.platform().isEmpty() ? null : row.platform();
  }

  /** A column of many rows, to be sent as one array. */
  private record Column(String type, List<?> cells) {}

  private void update(String sql, List<Object> values) {
    jdbc.update(sql, binding(values));
  }

  private void query(String sql, RowCallbackHandler rows, List<Object> values) {
    jdbc.query(sql, binding(values), rows);
  }

  private static PreparedStatementSetter binding(List<Object> values) {
    return statement -> {
      Connection connection = statement.getConnection();
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i) instanceof Column column) {
          Array array = connection.createArrayOf(column.type(), column.cells().toArray());
          statement.setArray(i + 1, array);
        } else {
          statement.setObject(i + 1, values.get(i));
        }
      }
    };
  }
}
