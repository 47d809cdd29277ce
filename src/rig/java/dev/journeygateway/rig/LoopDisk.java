package dev.journeygateway.rig;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A disk whose plug can be pulled: an ext4 file system in a file, mounted over a loop device.
 *
 * <p>Pulled, a copy of the file takes its place: what the device has, without the pages that were
 * written and never synced, as after a power cut. The copy is mounted as a machine does that comes
 * up again, with a replay of the file system's journal.
 */
final class LoopDisk implements AutoCloseable {

  private static final long SIZE = 512L << 20;
  private static final int MOST_COPIES = 50;
  private static final String NEEDED =
      "a power cut takes root, loop devices and mkfs.ext4, which this machine does not grant";

  private static final Set<LoopDisk> MOUNTED = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> MOUNTED.forEach(LoopDisk::unmount), "unmount-loop-disks"));
  }

  private final Path images;
  private final Path place;
  private Path image;
  private int cuts;

  /**
   * Makes and mounts one.
   *
   * @param images where its file and the copies lie
   * @param place where it is mounted
   * @throws RigFailure where there is no root or no loop device
   */
  LoopDisk(Path images, Path place) {
    this.images = images;
    this.place = place;
    this.image = images.resolve("disk-0.img");
    try {
      Files.createDirectories(images);
      Files.createDirectories(place);
      try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(SIZE);
      }
    } catch (IOException e) {
      throw new RigFailure("cannot make " + image, e);
    }
    // Nothing may write to it in the background while it is copied.
    Programs.require(
        NEEDED,
        "mkfs.ext4",
        "-q",
        "-F",
        "-E",
        "lazy_itable_init=0,lazy_journal_init=0",
        image.toString());
    mount();
  }

  private void mount() {
    MOUNTED.add(this);
    try {
      Programs.require(NEEDED, "mount", "-o", "loop", image.toString(), place.toString());
    } catch (RigFailure e) {
      MOUNTED.remove(this);
      throw e;
    }
  }

  /** Pulls the plug and comes up again; nobody may have a file open on it. */
  void cut() {
    Path copy = images.resolve("disk-" + ++cuts + ".img");
    int copies = 0;
    do {
      if (++copies > MOST_COPIES) {
        throw new RigFailure("the disk is written to all the time: it cannot be copied");
      }
      Programs.require("no copy", "cp", "--sparse=always", image.toString(), copy.toString());
    } while (differs(copy));
    unmount();
    try {
      Files.delete(image);
    } catch (IOException e) {
      throw new RigFailure("cannot delete " + image, e);
    }
    image = copy;
    mount();
  }

  /** The kernel may have written on behind the head of the copy: then it is of no one moment. */
  private boolean differs(Path copy) {
    try {
      return Files.mismatch(image, copy) >= 0;
    } catch (IOException e) {
      throw new RigFailure("cannot read " + copy, e);
    }
  }

  /** Syncs all that was written to it, for what the rig itself puts there. */
  void sync() {
    Programs.require("no sync", "sync", "-f", place.toString());
  }

  private void unmount() {
    MOUNTED.remove(this);
    // Busy for a moment where a process has just ended; the last way lets go of it at once.
    for (int tries = 0; tries < 5; tries++) {
      if (Programs.runQuietly("umount", place.toString()) == 0) {
        return;
      }
      Pause.of(java.time.Duration.ofMillis(200));
    }
    Programs.run("umount", "-l", place.toString());
  }

  @Override
  public void close() {
    unmount();
  }

  /**
   * Proves that it forgets what was not synced and keeps what was.
   *
   * @throws RigFailure when it does not, for then nothing it shows means anything
   */
  static void requireThatItForgets(Path folder) {
    Path place = folder.resolve("forgets");
    Path synced = place.resolve("synced");
    Path unsynced = place.resolve("unsynced");
    byte[] text = "written".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    try (LoopDisk disk = new LoopDisk(folder.resolve("forgets-images"), place)) {
      write(synced, text, true);
      write(unsynced, text, false);
      if (!holds(unsynced, text)) {
        throw new RigFailure("what was written cannot be read before the cut");
      }
      disk.cut();
      if (!holds(synced, text)) {
        throw new RigFailure("the power cut loses what was synced: it shows nothing");
      }
      if (holds(unsynced, text)) {
        throw new RigFailure("the power cut keeps what was not synced: it shows nothing");
      }
    } catch (IOException e) {
      throw new RigFailure("the power cut cannot be tried", e);
    }
    Rig.delete(folder.resolve("forgets-images"));
  }

  private static void write(Path file, byte[] text, boolean sync) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text));
      if (sync) {
        channel.force(true);
      }
    }
  }

  private static boolean holds(Path file, byte[] text) throws IOException {
    return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), text);
  }
}
