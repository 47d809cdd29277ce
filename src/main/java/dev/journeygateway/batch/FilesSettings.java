package dev.journeygateway.batch;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How files are taken from folders.
 *
 * @param settle how long a file must stay unchanged before it is taken for whole, at most an hour
 */
public record FilesSettings(@DefaultValue("5s") Duration settle) {

  public FilesSettings {
    if (settle.isNegative() || settle.toHours() > 1) {
      throw new IllegalArgumentException("gateway.files.settle must be 0s to 1h, not " + settle);
    }
  }

  /** {@link #settle} as routes take it. */
  public long settleMillis() {
    return settle.toMillis();
  }
}
