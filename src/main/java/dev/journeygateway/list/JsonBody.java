package dev.journeygateway.list;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** A body in a file of its own, whose encoding is told as a list's is. */
public final class JsonBody {

  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final byte END_OF_FILE = 0x1a;

  private JsonBody() {}

  /**
   * The body as the HTTP door takes it: UTF-8 without a byte order mark, and without what ends a
   * text file. Bytes that are no text stay as they are, for its reader to refuse.
   *
   * @param file the bytes of the file
   */
  public static byte[] of(byte[] file) {
    return isUtf16(file) ? decoded(file) : bare(file);
  }

  private static boolean isUtf16(byte[] file) {
    return file.length >= 2
        && (file[0] & 0xff) + (file[1] & 0xff) == 0xfe + 0xff
        && (file[0] == (byte) 0xfe || file[0] == (byte) 0xff);
  }

  /** A body is large and rarely has anything to take off: it is copied only then. */
  private static byte[] bare(byte[] file) {
    int from = 0;
    while (Arrays.equals(file, from, Math.min(from + MARK.length, file.length), MARK, 0, 3)) {
      from += MARK.length;
    }
    int to = file.length;
    while (to > from && file[to - 1] == END_OF_FILE) {
      to--;
    }
    return from == 0 && to == file.length ? file : Arrays.copyOfRange(file, from, to);
  }

  private static byte[] decoded(byte[] file) {
    StringBuilder text = new StringBuilder(file.length / 2);
    char[] block = new char[8 << 10];
    try (var decoder = new TextDecoder(new ByteArrayInputStream(file))) {
      for (int count = decoder.read(block); count >= 0; count = decoder.read(block)) {
        text.append(block, 0, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return TextDecoder.encode(text.toString());
  }
}
