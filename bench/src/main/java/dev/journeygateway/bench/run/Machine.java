package dev.journeygateway.bench.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a reader must know of the machine before believing a figure: its size, its disk, and who
 * else was using it.
 */
public final class Machine {

  // Columns of the first line of /proc/stat, counted from its name.
  private static final int[] BUSY = {1, 2, 3, 6, 7};
  private static final int[] STOLEN = {8};

  private static final int SYNCS = 200;
  // The kernel's unit in /proc/stat, fixed at 100 a second on every Linux that Java runs on.
  private static final long NANOS_A_TICK = 10_000_000;

  private final long startedAt = System.nanoTime();
  private final Duration selfAtStart =
      ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  private final Duration busyAtStart = time(BUSY);
  private final Duration stolenAtStart = time(STOLEN);

  /**
   * By how much each sync is delayed ({@code bench/run}), in microseconds; empty for not at all.
   */
  public static Optional<String> syncDelay() {
    return Optional.ofNullable(System.getenv("SYNC_DELAY_US")).filter(micros -> !micros.isEmpty());
  }

  /** One line on processors, Java and the disk below {@code folder}. */
  public static String describe(Path folder) {
    try {
      return String.format(
          Locale.ROOT,
          "%d cores, Java %s, %s, data on %s (4 KiB write and sync: %.2f ms, median of %d%s)",
          Runtime.getRuntime().availableProcessors(),
          System.getProperty("java.version"),
          System.getProperty("os.name"),
          Files.getFileStore(folder).type(),
          medianSyncMillis(folder),
          SYNCS,
          syncDelay().map(micros -> "; each sync delayed by " + micros + " us").orElse(""));
    } catch (IOException e) {
      throw new BenchFailure("cannot write below " + folder, e);
    }
  }

  /**
   * Who else used the processors since this object was made, in words: other processes here, and
   * the host, which takes time away from a virtual machine without anything here being able to see
   * why.
   *
   * @param ours the CPU time of our children in that time
   */
  public String others(Duration ours) {
    return String.format(
        Locale.ROOT,
        "Meanwhile other processes used %.0f %% of the processors, and the host took away %.0f %%",
        100 * ofOthers(ours),
        100 * stolen());
  }

  /**
   * The processors that were there for us, in cores: not used by others and not taken away.
   *
   * @param ours as above
   */
  public double left(Duration ours) {
    return Runtime.getRuntime().availableProcessors() * (1 - ofOthers(ours) - stolen());
  }

  private double ofOthers(Duration ours) {
    return share(time(BUSY).minus(busyAtStart).minus(ours).minus(self()));
  }

  private double stolen() {
    return share(time(STOLEN).minus(stolenAtStart));
  }

  /** CPU time of this process since this object was made. */
  public Duration self() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .orElse(Duration.ZERO)
        .minus(selfAtStart);
  }

  private double share(Duration time) {
    double all =
        (double) (System.nanoTime() - startedAt) * Runtime.getRuntime().availableProcessors();
    return Math.max(0, time.toNanos() / all);
  }

  private static double medianSyncMillis(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "sync", ".probe");
    long[] times = new long[SYNCS];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long from = System.nanoTime();
        channel.write(ByteBuffer.allocate(4096));
        channel.force(false);
        times[i] = System.nanoTime() - from;
      }
    } finally {
      Files.delete(file);
    }
    Arrays.sort(times);
    return times[SYNCS / 2] / 1e6;
  }

  /** The sum of some columns for all cores since the machine started; zero where unknown. */
  private static Duration time(int[] columns) {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      String[] fields = lines.findFirst().orElseThrow().split("\\s+");
      long ticks = Arrays.stream(columns).mapToLong(column -> Long.parseLong(fields[column])).sum();
      return Duration.ofNanos(ticks * NANOS_A_TICK);
    } catch (IOException notLinux) {
      return Duration.ZERO;
    }
  }
}
