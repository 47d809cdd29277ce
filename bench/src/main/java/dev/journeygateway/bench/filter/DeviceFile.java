package dev.journeygateway.bench.filter;

import java.io.Reader;
import java.time.Instant;
import java.util.Random;

/**
 * A device file of any length that is made while it is read: each device with five tags, the same
 * at every reading.
 */
final class DeviceFile extends Reader {

  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static final String[] PLATFORMS = {"iOS", "Android", "Android", "Windows"};

  private final int devices;
  private final int changed;
  private final Random random = new Random(42);
  private int written;
  private String line = "hwid,user_id,platform,push_token,City,Age,Seen,Vip,Languages\n";
  private int position;

  DeviceFile(int devices) {
    this(devices, 0);
  }

  /**
   * @param changed each so-manieth device is two years older and lives elsewhere; none for 0
   */
  DeviceFile(int devices, int changed) {
    this.devices = devices;
    this.changed = changed;
  }

  @Override
  public int read(char[] buffer, int offset, int length) {
    int count = 0;
    while (count < length) {
      if (position == line.length()) {
        if (written == devices) {
          break;
        }
        line = device(written++);
        position = 0;
      }
      int part = Math.min(length - count, line.length() - position);
      line.getChars(position, position + part, buffer, offset + count);
      position += part;
      count += part;
    }
    return count == 0 ? -1 : count;
  }

  /**
   * Cities are as unequal as cities are; a tenth has no Seen, a tenth is Vip, three of four devices
   * share their user.
   */
  private String device(int number) {
    boolean moved = changed > 0 && number % changed == 0;
    int city = (int) (200 * Math.pow(random.nextDouble(), 3));
    String seen =
        random.nextInt(10) == 0
            ? ""
            : String.valueOf(NOW.getEpochSecond() - (long) (86_400 * 400 * random.nextDouble()));
    String languages =
        "l" + random.nextInt(20) + (random.nextInt(3) == 0 ? "|l" + random.nextInt(20) : "");
    return String.format("%08x-bench-%08x", number * 0x9E3779B1, number)
        + ",user-"
        + number * 3L / 4
        + ','
        + PLATFORMS[random.nextInt(PLATFORMS.length)]
        + ','
        + random.nextInt(2)
        + ",City "
        + (moved ? city + 1 : city)
        + ','
        + (random.nextInt(100) + (moved ? 2 : 0))
        + ','
        + seen
        + ','
        + (random.nextInt(10) == 0 ? 1 : 0)
        + ','
        + languages
        + '\n';
  }

  @Override
  public void close() {}
}
