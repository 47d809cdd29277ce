package dev.journeygateway.disk;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the gateway keeps what it must not lose.
 *
 * @param dataDir where the SQLite file, the broker's journal and work in progress live
 * @param diskReserve room to keep on the data folder's disk: with less, what would write there is
 *     refused; 0B to 1TB
 */
@ConfigurationProperties(prefix = "gateway")
public record DiskSettings(
    @DefaultValue("./data") Path dataDir, @DefaultValue("200MB") DataSize diskReserve) {

  public DiskSettings {
    if (diskReserve.isNegative() || diskReserve.toTerabytes() > 1) {
      throw new IllegalArgumentException(
          "gateway.disk-reserve must be 0B to 1TB, not " + diskReserve);
    }
  }
}
