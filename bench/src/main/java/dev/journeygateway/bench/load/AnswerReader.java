package dev.journeygateway.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the end of one HTTP/1.1 response in the bytes that have come so far: status, length or
 * chunks, keep-alive.
 *
 * <p>Knows as much of RFC 9112 as answers to a POST need: no trailers are kept and no 1xx is
 * awaited.
 */
final class AnswerReader {

  private static final int UNKNOWN = -1;
  private static final int CHUNKED = -2;

  private byte[] bytes = new byte[8192];
  private int filled;
  private int bodyStart;
  private int bodyLength;
  private int chunkAt;
  private int status;
  private boolean closing;

  AnswerReader() {
    reset();
  }

  /** Forgets the answer that was read; call it before each request. */
  void reset() {
    filled = 0;
    bodyStart = UNKNOWN;
    bodyLength = UNKNOWN;
    chunkAt = 0;
    status = 0;
    closing = false;
  }

  /** Where the next bytes of the answer go, from {@link #filled()} on; never full. */
  byte[] room() {
    if (filled == bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    return bytes;
  }

  int filled() {
    return filled;
  }

  int status() {
    return status;
  }

  /** Whether the server will close the connection behind this answer. */
  boolean closing() {
    return closing;
  }

  /** The body as it came, chunk sizes included. */
  String body() {
    return new String(bytes, bodyStart, filled - bodyStart, StandardCharsets.UTF_8);
  }

  String head() {
    return new String(bytes, 0, Math.max(bodyStart, 0), StandardCharsets.ISO_8859_1);
  }

  /**
   * Takes notice of {@code count} more bytes in the room.
   *
   * @return whether the answer is whole
   * @throws IllegalStateException when the bytes are no HTTP/1.1 answer, or more than one
   */
  boolean add(int count) {
    int from = Math.max(0, filled - 3);
    filled += count;
    if (bodyStart == UNKNOWN) {
      int end = endOfHead(from);
      if (end == UNKNOWN) {
        return false;
      }
      readHead(end);
    }
    return bodyLength == CHUNKED ? chunksAreWhole() : bodyIsWhole();
  }

  private int endOfHead(int from) {
    for (int i = from; i + 3 < filled; i++) {
      if (bytes[i] == '\r'
          && bytes[i + 1] == '\n'
          && bytes[i + 2] == '\r'
          && bytes[i + 3] == '\n') {
        return i + 4;
      }
    }
    return UNKNOWN;
  }

  private void readHead(int end) {
    if (end < 16 || bytes[0] != 'H' || bytes[8] != ' ') {
      throw new IllegalStateException("no HTTP answer");
    }
    status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    bodyStart = end;
    bodyLength = status == 204 || status == 304 ? 0 : UNKNOWN;
    chunkAt = end;
    int line = 0;
    while (line < end - 2) {
      int next = line;
      while (bytes[next] != '\n') {
        next++;
      }
      header(line, next - 1);
      line = next + 1;
    }
    if (bodyLength == UNKNOWN) {
      throw new IllegalStateException("answer without length");
    }
  }

  private void header(int from, int to) {
    if (named(from, to, "content-length:")) {
      bodyLength = number(from + 15, to);
    } else if (named(from, to, "transfer-encoding:")) {
      bodyLength = CHUNKED;
    } else if (named(from, to, "connection:")) {
      closing =
          new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
              .toLowerCase()
              .contains("close");
    }
  }

  private boolean named(int from, int to, String name) {
    if (to - from < name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      int letter = bytes[from + i];
      int folded = letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
      if (folded != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int number(int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] >= '0' && bytes[i] <= '9') {
        value = value * 10 + bytes[i] - '0';
      }
    }
    return value;
  }

  private boolean bodyIsWhole() {
    int missing = bodyStart + bodyLength - filled;
    if (missing < 0) {
      throw new IllegalStateException("more bytes than one answer");
    }
    return missing == 0;
  }

  private boolean chunksAreWhole() {
    while (true) {
      int lineEnd = chunkAt;
      while (lineEnd < filled && bytes[lineEnd] != '\n') {
        lineEnd++;
      }
      if (lineEnd >= filled) {
        return false;
      }
      int size = hex(chunkAt, lineEnd);
      int next = lineEnd + 1 + size + 2;
      if (next > filled) {
        return false;
      }
      if (size == 0) {
        return true;
      }
      chunkAt = next;
    }
  }

  private int hex(int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        break;
      }
      value = value * 16 + digit;
    }
    return value;
  }
}
