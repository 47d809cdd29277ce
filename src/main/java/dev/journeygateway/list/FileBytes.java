package dev.journeygateway.list;

import dev.journeygateway.text.Sha256;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The text bytes of a file, unpacked where it is packed, within the limits, and the SHA-256 of the
 * file as it lies there.
 *
 * <p>What is wrong with the file is thrown as {@link ListRefusedException}; any other IOException
 * is the disk's.
 */
final class FileBytes extends InputStream {

  private static final int BLOCK = 64 << 10;

  private final RawBytes raw;
  private final InputStream text;
  private final ListLimits limits;
  private final long size;
  private long unpacked;

  private FileBytes(RawBytes raw, InputStream text, ListLimits limits, long size) {
    this.raw = raw;
    this.text = text;
    this.limits = limits;
    this.size = size;
  }

  /** Opens a file of which the SHA-256 is wanted. */
  static FileBytes digested(Path file, boolean gzip, ListLimits limits) throws IOException {
    return open(file, gzip, limits, Sha256.digest());
  }

  /** Opens a file whose SHA-256 is known: it is not computed again. */
  static FileBytes open(Path file, boolean gzip, ListLimits limits) throws IOException {
    return open(file, gzip, limits, null);
  }

  private static FileBytes open(Path file, boolean gzip, ListLimits limits, MessageDigest digest)
      throws IOException {
    long size = Files.size(file);
    var raw = new RawBytes(Files.newInputStream(file), digest);
    try {
      return new FileBytes(raw, gzip ? new WholeGzip(raw) : raw, limits, size);
    } catch (EOFException | ZipException e) {
      raw.close();
      throw brokenGzip(e);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count;
    try {
      count = text.read(into, from, length);
    } catch (EOFException | ZipException e) {
      throw brokenGzip(e);
    }
    if (count > 0) {
      unpacked += count;
      if (unpacked > limits.maxBytes()) {
        throw tooLarge("the file is larger than %d bytes".formatted(limits.maxBytes()));
      }
      if (unpacked > ListLimits.RATIO_FROM && unpacked / limits.maxRatio() > raw.count) {
        throw tooLarge(
            "the file unpacks to more than %d times its size".formatted(limits.maxRatio()));
      }
    }
    return count;
  }

  private static ListRefusedException tooLarge(String message) {
    return new ListRefusedException(
        new ListRefusal(
            ListRefusal.Reason.FILE_TOO_LARGE, message, "split the list into several files", 0));
  }

  private static ListRefusedException brokenGzip(IOException e) {
    String message =
        e instanceof EOFException ? "the gzip file ends early" : "the gzip file is broken";
    return new ListRefusedException(
        new ListRefusal(
            ListRefusal.Reason.MALFORMED_FILE, message, String.valueOf(e.getMessage()), 0));
  }

  /** Bytes taken off the disk so far. */
  long position() {
    return raw.count;
  }

  /** Bytes on the disk when the file was opened. */
  long size() {
    return size;
  }

  /**
   * The SHA-256 of the whole file in lower-case hex; to be asked once the text has been read to its
   * end.
   */
  String sha256() throws IOException {
    byte[] rest = new byte[BLOCK];
    while (raw.read(rest, 0, rest.length) >= 0) {
      // Read for the digest alone.
    }
    return HexFormat.of().formatHex(raw.digest.digest());
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  /** Counts, and digests where it is asked to, what comes off the disk. */
  private static final class RawBytes extends FilterInputStream {

    private final MessageDigest digest;
    private long count;

    RawBytes(InputStream in, MessageDigest digest) {
      super(in);
      this.digest = digest;
    }

    @Override
    public int read() throws IOException {
      int next = in.read();
      if (next >= 0) {
        count++;
        if (digest != null) {
          digest.update((byte) next);
        }
      }
      return next;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int got = in.read(into, from, length);
      if (got > 0) {
        count += got;
        if (digest != null) {
          digest.update(into, from, got);
        }
      }
      return got;
    }

    @Override
    public long skip(long n) throws IOException {
      throw new IOException("a skipped byte would be missing in the digest");
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  /**
   * Gzip whose every byte counts. The JDK's own stream takes whatever follows the first good
   * member, a cut second member among it, for nothing; half a list would pass for a whole one.
   */
  private static final class WholeGzip extends GZIPInputStream {

    private static final int TRAILER = 8;

    WholeGzip(InputStream in) throws IOException {
      super(in, BLOCK);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int count = super.read(into, from, length);
      if (count < 0 && (inf.getRemaining() > TRAILER || in.read() >= 0)) {
        throw new ZipException("there is more after the packed data");
      }
      return count;
    }
  }
}
