package dev.journeygateway.device;

import dev.journeygateway.database.Database;
import dev.journeygateway.device.BulkWrite.Value;
import dev.journeygateway.filter.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Writes some thousand devices at once, and only what differs from what is stored. */
final class DeviceWriter {

  private final Database database;
  private final BulkWrite bulk;
  private final String application;
  private final List<Tag> tags;

  DeviceWriter(Database database, String application, Collection<Tag> tags) {
    this.database = database;
    this.bulk = BulkWrite.of(database);
    this.application = application;
    this.tags = List.copyOf(tags);
  }

  private record Stored(long id, String userId, String platform, boolean pushToken) {}

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
    byKind(deletes, bulk::delete);
    byKind(inserts, bulk::insert);
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
    database
        .write("find-stored-devices")
        .with("hwids", rows.stream().map(DeviceRow::hwid).toList())
        .with("application_code", application)
        .each(
            row ->
                stored.put(
                    row.text("hwid"),
                    new Stored(
                        row.number("id"),
                        row.text("user_id"),
                        row.text("platform"),
                        row.flag("push_token"))));
    return stored;
  }

  private List<Value> values(Collection<Stored> devices) {
    return database
        .write("find-tags-of-devices")
        .with("device_ids", devices.stream().map(Stored::id).toList())
        .list(
            row ->
                new Value(
                    row.number("device_id"),
                    row.integer("tag_id"),
                    row.text("text_value") != null
                        ? row.text("text_value")
                        : (Object) row.number("number_value")));
  }

  /** Inserts the devices and answers the id of each hwid. */
  private Map<String, Long> insertDevices(List<DeviceRow> rows) {
    Map<String, Long> ids = new HashMap<>(rows.size() * 2);
    if (!rows.isEmpty()) {
      Runnable insert =
          database.either(() -> () -> insertEach(rows, ids), () -> () -> insertAll(rows, ids));
      insert.run();
    }
    return ids;
  }

  /** Nobody else writes, so that the ids can be told beforehand. */
  private void insertEach(List<DeviceRow> rows, Map<String, Long> ids) {
    long last = database.write("find-last-device").number();
    for (DeviceRow row : rows) {
      ids.put(row.hwid(), ++last);
    }
    database
        .write("insert-device")
        .with("application_code", application)
        .updateEach(
            rows,
            (sql, row) ->
                sql.with("id", ids.get(row.hwid()))
                    .with("hwid", row.hwid())
                    .with("user_id", userId(row))
                    .with("platform", platform(row))
                    .with("push_token", Boolean.TRUE.equals(row.pushToken())));
  }

  private void insertAll(List<DeviceRow> rows, Map<String, Long> ids) {
    database
        .write("insert-devices")
        .with("application_code", application)
        .with("hwids", rows.stream().map(DeviceRow::hwid).toList())
        .with("user_ids", rows.stream().map(DeviceWriter::userId).toList())
        .with("platforms", rows.stream().map(DeviceWriter::platform).toList())
        .with(
            "push_tokens", rows.stream().map(row -> Boolean.TRUE.equals(row.pushToken())).toList())
        .each(row -> ids.put(row.text("hwid"), row.number("id")));
  }

  /** The ids of those that differ from what their row says. */
  private List<Long> updateDevices(Collection<DeviceRow> rows, Map<String, Stored> stored) {
    record Update(long id, String userId, String platform, boolean pushToken) {}
    List<Update> updates = new ArrayList<>();
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
        updates.add(new Update(old.id(), userId, platform, pushToken));
      }
    }
    database
        .write("update-device")
        .updateEach(
            updates,
            (sql, update) ->
                sql.with("id", update.id())
                    .with("user_id", update.userId())
                    .with("platform", update.platform())
                    .with("push_token", update.pushToken()));
    return updates.stream().map(Update::id).toList();
  }

  private static void byKind(List<Value> values, BiConsumer<Boolean, List<Value>> write) {
    Map<Boolean, List<Value>> kinds =
        values.stream()
            .collect(Collectors.partitioningBy(value -> value.value() instanceof String));
    kinds.forEach(
        (text, some) -> {
          if (!some.isEmpty()) {
            write.accept(text, some);
          }
        });
  }

  private static String userId(DeviceRow row) {
    return row.userId() == null || row.userId().isEmpty() ? row.hwid() : row.userId();
  }

  private static String platform(DeviceRow row) {
    return row.platform() == null || row.platform().isEmpty() ? null : row.platform();
  }
}
