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
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Writes some thousand devices at once, and only what differs from what is stored. */
final class DeviceWriter {

  private final Database database;
  private final BulkWrite bulk;
  private final String application;
  private final List<Tag> tags;
  private final SliceSize size;
  private final LongSupplier nanoTime;

  /**
   * @param size learns how long a slice takes
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  DeviceWriter(
      Database database,
      String application,
      Collection<Tag> tags,
      SliceSize size,
      LongSupplier nanoTime) {
    this.database = database;
    this.bulk = BulkWrite.of(database);
    this.application = application;
    this.tags = List.copyOf(tags);
    this.size = size;
    this.nanoTime = nanoTime;
  }

  private record Stored(long id, String userId, String platform, boolean pushToken) {}

  private record Update(long id, String userId, String platform, boolean pushToken) {}

  /** A value of a device that is to be added, which has no id yet. */
  private record NewValue(String hwid, int tagId, Object value) {}

  /** What there is to write. */
  private record Changes(
      List<DeviceRow> added,
      List<Update> updates,
      List<Value> deletes,
      List<Value> inserts,
      List<NewValue> ofAdded,
      int rows) {

    private int written() {
      return added.size() + updates.size() + deletes.size() + inserts.size() + ofAdded.size();
    }

    private DevicesLoaded loaded() {
      Set<Long> changed = new HashSet<>();
      updates.forEach(update -> changed.add(update.id()));
      deletes.forEach(value -> changed.add(value.deviceId()));
      inserts.forEach(value -> changed.add(value.deviceId()));
      return new DevicesLoaded(
          0, added.size(), changed.size(), rows - added.size() - changed.size(), 0, 0);
    }
  }

  /**
   * Writes the rows of different devices in a transaction. Answers how many it added, changed and
   * left.
   *
   * @throws org.springframework.dao.DataAccessException also where another file adds the same
   *     device at this moment; the same can then be done again
   */
  DevicesLoaded write(Collection<DeviceRow> rows) {
    return database.either(
        () -> {
          // Nobody else writes devices, and others that want to write wait no longer than it takes.
          Changes changes = changes(rows);
          return changes.written() == 0 ? changes.loaded() : writeMeasured(changes);
        },
        () -> database.begin(status -> write(changes(rows))));
  }

  private DevicesLoaded writeMeasured(Changes changes) {
    long[] begun = new long[1];
    DevicesLoaded loaded =
        database.begin(
            status -> {
              // The wait for the connection does not count.
              begun[0] = nanoTime.getAsLong();
              return write(changes);
            });
    size.took(changes.written(), nanoTime.getAsLong() - begun[0]);
    return loaded;
  }

  private DevicesLoaded write(Changes changes) {
    updateDevices(changes.updates());
    Map<String, Long> ids = insertDevices(changes.added());
    byKind(changes.deletes(), bulk::delete);
    List<Value> inserts = new ArrayList<>(changes.inserts());
    changes
        .ofAdded()
        .forEach(
            value -> inserts.add(new Value(ids.get(value.hwid()), value.tagId(), value.value())));
    byKind(inserts, bulk::insert);
    return changes.loaded();
  }

  private Changes changes(Collection<DeviceRow> rows) {
    Map<String, Stored> stored = stored(rows);
    List<DeviceRow> added = rows.stream().filter(row -> !stored.containsKey(row.hwid())).toList();
    List<NewValue> ofAdded = new ArrayList<>();
    added.forEach(
        row ->
            eachValue(row, (tag, value) -> ofAdded.add(new NewValue(row.hwid(), tag.id(), value))));

    Set<Value> before = stored.isEmpty() ? Set.of() : values(stored.values());
    Set<Value> remaining = new HashSet<>(before);
    List<Value> inserts = new ArrayList<>();
    for (DeviceRow row : rows) {
      Stored old = stored.get(row.hwid());
      if (old != null) {
        eachValue(
            row,
            (tag, value) -> {
              Value wanted = new Value(old.id(), tag.id(), value);
              if (!before.contains(wanted)) {
                inserts.add(wanted);
              } else {
                remaining.remove(wanted);
              }
            });
      }
    }
    return new Changes(
        added,
        updates(rows, stored),
        deletes(rows, stored, remaining),
        inserts,
        ofAdded,
        rows.size());
  }

  private void eachValue(DeviceRow row, BiConsumer<Tag, Object> consumer) {
    for (int i = 0; i < row.values().length; i++) {
      if (row.values()[i] != null) {
        for (Object value : row.values()[i]) {
          consumer.accept(tags.get(i), value);
        }
      }
    }
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
        .read("find-stored-devices")
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

  private Set<Value> values(Collection<Stored> devices) {
    Set<Value> values = new HashSet<>();
    database
        .read("find-tags-of-devices")
        .with("device_ids", devices.stream().map(Stored::id).toList())
        .each(
            row ->
                values.add(
                    new Value(
                        row.number("device_id"),
                        row.integer("tag_id"),
                        row.text("text_value") != null
                            ? row.text("text_value")
                            : (Object) row.number("number_value"))));
    return values;
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

  private List<Update> updates(Collection<DeviceRow> rows, Map<String, Stored> stored) {
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
    return updates;
  }

  private void updateDevices(List<Update> updates) {
    database
        .write("update-device")
        .updateEach(
            updates,
            (sql, update) ->
                sql.with("id", update.id())
                    .with("user_id", update.userId())
                    .with("platform", update.platform())
                    .with("push_token", update.pushToken()));
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
