package dev.journeygateway.disk;

import java.nio.file.Path;
import org.springframework.util.unit.DataSize;

/**
 * The room that is left on the disk of the data folder. On a full disk the broker's journal hangs,
 * for longer than the disk is full; so what would write is refused while there is room left for
 * what is under way.
 */
public final class FreeSpace {

  /** Where nothing of ours is written. */
  public static final FreeSpace UNBOUNDED = new FreeSpace(null, 0);

  private final Path folder;
  private final long reserve;

  /**
   * @param reserve the room to keep; 0 for none
   */
  public FreeSpace(Path folder, DataSize reserve) {
    this(folder, reserve.toBytes());
  }

  private FreeSpace(Path folder, long reserve) {
    this.folder = folder;
    this.reserve = reserve;
  }

  /** Half of the reserve, for work that ends what was begun. */
  public FreeSpace half() {
    return new FreeSpace(folder, reserve / 2);
  }

  /** The same reserve on the disk of another folder. */
  public FreeSpace at(Path other) {
    return new FreeSpace(other, reserve);
  }

  /** Whether the reserve is still there. */
  public boolean enough() {
    return reserve == 0 || folder.toFile().getUsableSpace() >= reserve;
  }

  @Override
  public String toString() {
    return "less than " + (reserve >> 20) + " MiB are free at " + folder;
  }
}
