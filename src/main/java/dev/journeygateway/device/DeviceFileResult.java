package dev.journeygateway.device;

import dev.journeygateway.list.BadRow;
import dev.journeygateway.list.ListRefusal;
import java.util.List;
import java.util.Optional;

/**
 * What a device file came to.
 *
 * @param loaded the counts; zeros where the file was refused whole
 * @param refusal empty where every row is loaded, so that the file is done. Otherwise why the file
 *     was refused, or which rows of it were left out: such a file belongs to the failed ones
 * @param firstBadRows the first of the rows that were left out, at most 20; the rejects file has
 *     all of them
 */
public record DeviceFileResult(
    DevicesLoaded loaded, Optional<ListRefusal> refusal, List<BadRow> firstBadRows) {

  static DeviceFileResult refused(ListRefusal refusal) {
    return new DeviceFileResult(DevicesLoaded.NONE, Optional.of(refusal), List.of());
  }
}
