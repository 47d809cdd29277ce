package dev.journeygateway.device;

/**
 * What a device file came to: read = added + changed + unchanged + repeated + rejected.
 *
 * @param repeated rows whose device came again within the same few thousand rows; their last values
 *     count
 */
public record DevicesLoaded(
    long read, long added, long changed, long unchanged, long repeated, long rejected) {

  static final DevicesLoaded NONE = new DevicesLoaded(0, 0, 0, 0, 0, 0);

  DevicesLoaded and(DevicesLoaded more) {
    return new DevicesLoaded(
        read + more.read,
        added + more.added,
        changed + more.changed,
        unchanged + more.unchanged,
        repeated + more.repeated,
        rejected + more.rejected);
  }
}
