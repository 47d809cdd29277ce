package dev.journeygateway.list;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes UTF-8, with or without byte order mark, and UTF-16 with one, and marks what is neither
 * instead of replacing it. Control-Z at the end of a file is left out.
 *
 * <p>A malformed byte comes out as a lone low surrogate, {@code U+DC00 + byte}. No well-formed text
 * decodes to one, so the reader of the row finds the fault in its place ({@link #isText}), and the
 * rejects file can give the bytes back as they were ({@link #encode}). A replacement character
 * would enter somebody under a wrong id.
 */
final class TextDecoder extends Reader {

  private static final int BLOCK = 64 << 10;

  /** What some programs end a text file with, and is no part of it. */
  private static final char END_OF_FILE = 0x1a;

  private final InputStream in;
  private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK).limit(0);
  private final CharsetDecoder decoder;
  private final boolean utf8;
  private final boolean marked;
  private boolean ended;

  /** How many END_OF_FILE came last, and how many are known to be followed by a text. */
  private long held;

  private long released;
  private CharBuffer behind = CharBuffer.allocate(0);

  TextDecoder(InputStream in) throws IOException {
    this.in = in;
    Charset charset = StandardCharsets.UTF_8;
    boolean mark = false;
    if (skip(0xfe, 0xff)) {
      charset = StandardCharsets.UTF_16BE;
    } else if (skip(0xff, 0xfe)) {
      charset = StandardCharsets.UTF_16LE;
    } else {
      // A program that puts a mark in front of every file puts a second one before the first.
      while (skip(0xef, 0xbb, 0xbf)) {
        mark = true;
      }
    }
    utf8 = charset == StandardCharsets.UTF_8;
    marked = mark || !utf8;
    decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** Whether a byte order mark came first. */
  boolean marked() {
    return marked;
  }

  @Override
  public int read(char[] into, int from, int length) throws IOException {
    while (true) {
      if (released > 0) {
        int count = (int) Math.min(released, length);
        Arrays.fill(into, from, from + count, END_OF_FILE);
        released -= count;
        return count;
      }
      if (behind.hasRemaining()) {
        int count = Math.min(behind.remaining(), length);
        behind.get(into, from, count);
        return count;
      }
      int count = decode(into, from, length);
      if (count <= 0) {
        return count;
      }
      int text = count;
      while (text > 0 && into[from + text - 1] == END_OF_FILE) {
        text--;
      }
      long before = held;
      held = count - text + (text == 0 ? before : 0);
      if (text > 0 && before == 0) {
        return text;
      }
      if (text > 0) {
        // What was held was no end: it comes first, then the text that follows it.
        released = before;
        behind = CharBuffer.wrap(Arrays.copyOfRange(into, from, from + text));
      }
    }
  }

  private int decode(char[] into, int from, int length) throws IOException {
    CharBuffer out = CharBuffer.wrap(into, from, length);
    while (out.hasRemaining()) {
      CoderResult result = decoder.decode(bytes, out, ended);
      if (result.isError()) {
        // One byte at a time: what follows the first bad byte may be good.
        int bad = bytes.get(bytes.position()) & 0xff;
        out.put((char) (0xdc00 | (utf8 ? bad : 0xff)));
        bytes.position(bytes.position() + (utf8 ? 1 : result.length()));
      } else if (result.isUnderflow()) {
        if (ended || (out.position() > from && bytes.remaining() == 0)) {
          break;
        }
        fill();
      } else {
        break;
      }
    }
    int count = out.position() - from;
    return count == 0 && length > 0 ? -1 : count;
  }

  private boolean fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count > 0) {
      bytes.position(bytes.position() + count);
    }
    bytes.flip();
    ended = count < 0;
    return !ended;
  }

  /** Skips bytes if they come next. */
  private boolean skip(int... wanted) throws IOException {
    while (bytes.remaining() < wanted.length && fill()) {
      // A stream may bring them one by one.
    }
    if (bytes.remaining() < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if ((bytes.get(bytes.position() + i) & 0xff) != wanted[i]) {
        return false;
      }
    }
    bytes.position(bytes.position() + wanted.length);
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Whether a decoded text was well-formed, so that it can be written as UTF-8 again. */
  static boolean isText(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** The UTF-8 of a text that this class decoded, malformed bytes as they were. */
  static byte[] encode(String text) {
    if (isText(text)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    var out = new java.io.ByteArrayOutputStream(text.length() + 16);
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        out.writeBytes(text.substring(from, i).getBytes(StandardCharsets.UTF_8));
        // A byte above 0x7f came in as its own mark; anything else (half a UTF-16 pair) leaves as a
        // byte UTF-8 never
        // has.
        out.write(c >= 0xdc80 && c <= 0xdcff ? c & 0xff : 0xff);
        from = i + 1;
      }
    }
    out.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }
}
