package dev.journeygateway.door.upload;

import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.text.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A list on its way to the disk, within the room that there is. */
final class ReceivedList implements AutoCloseable {

  /** Bytes between two looks at the room that is left. */
  private static final long LOOK_EVERY = 16L << 20;

  private final Path path;
  private final FreeSpace space;
  private final FileChannel file;
  private final MessageDigest digest = Sha256.digest();
  private long untilLook;

  ReceivedList(Path path, FreeSpace space) throws IOException {
    this.path = path;
    this.space = space;
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  Path path() {
    return path;
  }

  void take(ByteBuffer bytes) throws IOException {
    untilLook -= bytes.remaining();
    if (untilLook <= 0) {
      untilLook = LOOK_EVERY;
      requireRoom(space);
    }
    digest.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /**
   * @throws dev.journeygateway.request.RequestRefusedException with STORAGE_FULL
   */
  static void requireRoom(FreeSpace space) {
    if (!space.enough()) {
      throw full();
    }
  }

  static RuntimeException full() {
    return Refusal.of(
            Reason.STORAGE_FULL, "there is not enough room on the gateway's disk for this list")
        .asException();
  }

  /** Everything is on the disk, whatever happens to the machine; returns the SHA-256 in hex. */
  String finish() throws IOException {
    file.force(true);
    file.close();
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Leaves nothing. */
  void discard() {
    try {
      file.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
