package dev.journeygateway.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file of H2 whose writes are on the disk when they return (O_DSYNC), named as in {@code
 * jdbc:h2:synced:/path}.
 *
 * <p>H2 syncs no commit, whatever its WRITE_DELAY: it would outlive the process and not a power
 * cut, which would lose the row of a request whose message the broker has synced. {@code CHECKPOINT
 * SYNC} behind each commit does the same in one more call and reaches no commit that is made
 * elsewhere.
 */
public final class SyncedFile extends FilePathWrapper {

  static final String SCHEME = "synced";

  /** Makes the name known to H2. */
  static void register() {
    FilePath.register(new SyncedFile());
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return super.open(mode.equals("rw") ? "rwd" : mode);
  }
}
