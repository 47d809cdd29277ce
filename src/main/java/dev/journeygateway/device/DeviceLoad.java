package dev.journeygateway.device;

import dev.journeygateway.database.Database;
import dev.journeygateway.filter.Tag;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The devices of one file on their way to the database, each to its lane. */
final class DeviceLoad implements AutoCloseable {

  private static final int LANES = 2;

  private final List<DeviceLane> lanes;

  DeviceLoad(String application, Database database, Collection<Tag> tags) {
    SliceSize size = database.embedded() ? SliceSize.measured() : SliceSize.fixed();
    DeviceWriter writer = new DeviceWriter(database, application, tags, size, System::nanoTime);
    lanes = Stream.generate(() -> new DeviceLane(writer, size)).limit(LANES).toList();
  }

  void add(DeviceRow row) {
    lanes.get(Math.floorMod(row.hwid().hashCode(), LANES)).add(row);
  }

  /** Writes what is left and says what it all came to. */
  DevicesLoaded end() {
    lanes.forEach(DeviceLane::send);
    lanes.forEach(DeviceLane::settle);
    return lanes.stream().map(DeviceLane::written).reduce(DevicesLoaded.NONE, DevicesLoaded::and);
  }

  @Override
  public void close() {
    lanes.forEach(DeviceLane::close);
  }
}
