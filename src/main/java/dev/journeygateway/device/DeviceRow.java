package dev.journeygateway.device;

import java.util.Arrays;
import java.util.List;

/**
 * What a row of a device file says of one device. A null says nothing and leaves what is stored.
 *
 * @param userId the empty string where the device is its own user
 * @param platform the empty string for none
 * @param values by the position of the tag among those of the file: the values as they are stored,
 *     none to remove the tag
 */
record DeviceRow(String hwid, String userId, String platform, Boolean pushToken, List<?>[] values) {

  /** What it costs to write at the most: the device and its values. */
  int size() {
    int size = 1;
    for (List<?> some : values) {
      size += some == null ? 0 : some.size();
    }
    return size;
  }

  /** Both rows one after the other. */
  DeviceRow then(DeviceRow later) {
    List<?>[] merged = Arrays.copyOf(values, values.length);
    for (int i = 0; i < merged.length; i++) {
      merged[i] = later.values[i] == null ? merged[i] : later.values[i];
    }
    return new DeviceRow(
        hwid,
        later.userId == null ? userId : later.userId,
        later.platform == null ? platform : later.platform,
        later.pushToken == null ? pushToken : later.pushToken,
        merged);
  }
}
