package dev.journeygateway.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.journeygateway.text.VisibleText;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.util.Arrays;

/**
 * The lines of a text, ended by LF or CRLF, one at a time and none kept longer than a bound; the
 * rest of a longer one is skipped.
 */
final class TextLines implements Closeable {

  private static final int BLOCK = 32 << 10;
  private static final int CUT = 1_000;

  private final Reader text;
  private final int longest;
  private char[] buffer = new char[2 * BLOCK];
  private int start;
  private int end;
  private int next;
  private int limit;
  private boolean ended;
  private boolean cut;
  private long number;

  TextLines(Reader text, int longest) {
    this.text = text;
    this.longest = longest;
  }

  /** Moves to the next line; false when there is none. */
  boolean next() throws IOException {
    start = next;
    cut = false;
    int length = 0;
    while (true) {
      if (start + length == limit && !fill()) {
        if (length == 0) {
          return false;
        }
        break;
      }
      if (buffer[start + length] == '\n') {
        break;
      }
      length++;
      if (length > longest) {
        // Only the beginning is kept; what follows it is read over.
        cut = true;
        System.arraycopy(buffer, start + length, buffer, start + CUT, limit - start - length);
        limit -= length - CUT;
        length = CUT;
      }
    }
    next = Math.min(limit, start + length + 1);
    end = start + (cut ? CUT : length);
    if (end > start && buffer[end - 1] == '\r') {
      end--;
    }
    number++;
    return true;
  }

  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    System.arraycopy(buffer, start, buffer, 0, limit - start);
    limit -= start;
    start = 0;
    if (buffer.length - limit < BLOCK) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = text.read(buffer, limit, BLOCK);
    ended = count < 0;
    limit += Math.max(0, count);
    return !ended;
  }

  /** Counted from 1. */
  long number() {
    return number;
  }

  int length() {
    return end - start;
  }

  int longest() {
    return longest;
  }

  /** Whether the line was longer than the bound; its text is then its beginning only. */
  boolean isCut() {
    return cut;
  }

  boolean isBlank() {
    for (int i = start; i < end; i++) {
      if (!VisibleText.isWhiteSpace(buffer[i])) {
        return false;
      }
    }
    return true;
  }

  String text() {
    return new String(buffer, start, end - start);
  }

  /** Whether the line came out of well-formed bytes. */
  boolean isText() {
    return TextDecoder.isText(CharBuffer.wrap(buffer, start, end - start));
  }

  JsonParser parser(JsonFactory json) throws IOException {
    return json.createParser(buffer, start, end - start);
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
