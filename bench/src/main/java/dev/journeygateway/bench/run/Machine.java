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

/** What a reader must know of the machine before believing a figure: its size, its disk, and who else was using it. */
public final class Machine {

  private static final int SYNCS = 200;
  // The kernel's unit in /proc/stat, fixed at 100 a second on every Linux that Java runs on.
  private static final long NANOS_A_TICK = 10_000_000;

  private final long startedAt = System.nanoTime();
  private final Duration busyAtStart = busy();

  /** One line on processors, Java and the disk below {@code folder}. */
  public static String describe(Path folder) {
    try {
      return String.format(
          Locale.ROOT,
          "%d cores, Java %s, %s, data on %s (4 KiB write and sync: %.2f ms, median of %d)",
          Runtime.getRuntime().availableProcessors(),
          System.getProperty("java.version"),
          System.getProperty("os.name"),
          Files.getFileStore(folder).type(),
          medianSyncMillis(folder),
          SYNCS);
    } catch (IOException e) {
      throw new BenchFailure("cannot write below " + folder, e);
    }
  }

  /**
   * The part of the machine that others used since this object was made, from 0 to 1.
   *
   * @param ours the CPU time of our children in that time
   */
  public double usedByOthers(Duration ours) {
    Duration self = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    Duration others = busy().minus(busyAtStart).minus(ours).minus(self);
    double all = (double) (System.nanoTime() - startedAt) * Runtime.getRuntime().availableProcessors();
    return Math.max(0, others.toNanos() / all);
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

  /** User, nice, system, interrupt and stolen time of all cores since the machine started; zero where unknown. */
  private static Duration busy() {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      String[] fields = lines.findFirst().orElse("cpu").split("\\s+");
      long ticks = 0;
      for (int i = 1; i < Math.min(fields.length, 9); i++) {
        boolean idle = i == 4 || i == 5;
        ticks += idle ? 0 : Long.parseLong(fields[i]);
      }
      return Duration.ofNanos(ticks * NANOS_A_TICK);
    } catch (IOException e) {
      return Duration.ZERO;
    }
  }
}
