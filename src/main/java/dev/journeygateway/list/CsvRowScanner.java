package dev.journeygateway.list;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Stands between the text and the CSV parser and lets only well-quoted rows of bounded length
 * through.
 *
 * <p>fastcsv stops for good at a broken quote, takes an unclosed one for the rest of the file
 * without a word, and its line numbers and its row ends go wrong behind a carriage return inside
 * quotes (4.1.0 drops the row {@code "a\rb"\n}). So each row is looked over here first. A good one
 * goes on, a lone LF at its end turned into CR, which the parser gets right. A broken one goes on
 * as an empty line, and reading starts again at the next line: one stray quote costs one row, not
 * the rest of the file. Either way the parser delivers one record for each {@link #nextFrame} of
 * ours, in order.
 */
public final class CsvRowScanner extends Reader {

  /**
   * Where a row starts, and what is broken about it; the text of a broken one is its first line.
   */
  public record Broken(String reason, String text) {}

  private static final int BLOCK = 32 << 10;
  private static final int CUT = 1_000;
  private static final int MORE = -1;
  private static final int BROKEN = -2;

  private final Reader text;
  private final int maxRecord;
  private char[] buffer;
  private char delimiter = ',';

  /**
   * What is looked over and not yet read is {@code [ready, start)}, what is not yet looked over
   * {@code [start, limit)}.
   */
  private int ready;

  private int start;
  private int limit;
  private boolean ended;

  private long line = 1;
  private int innerLines;
  private String fault;

  /**
   * The start lines of rows that the parser has not delivered yet; a broken one is negative. A
   * ring.
   */
  private long[] frames = new long[256];

  private int firstFrame;
  private int frameCount;
  private final Deque<Broken> broken = new ArrayDeque<>();

  /**
   * @param maxRecord the longest row, in characters
   */
  public CsvRowScanner(Reader text, int maxRecord) {
    this.text = text;
    this.maxRecord = maxRecord;
    this.buffer = new char[BLOCK * 2];
  }

  /**
   * The first row that is not empty, without its line break, and nothing read yet; null when there
   * is none or when it is longer than a row may be.
   */
  public String peekHeader() throws IOException {
    while ((start < limit || fill()) && (buffer[start] == '\r' || buffer[start] == '\n')) {
      stepOverBreak();
      line++;
    }
    ready = start;
    boolean quoted = false;
    for (int i = 0; i < maxRecord; i++) {
      if (start + i == limit && !fill()) {
        return i == 0 ? null : new String(buffer, start, i);
      }
      char c = buffer[start + i];
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '\r' || c == '\n')) {
        return new String(buffer, start, i);
      }
    }
    return null;
  }

  /** Says what stands between cells; before the first read. */
  public void delimiter(char found) {
    delimiter = found;
  }

  /**
   * The line at which the next row starts that the parser delivers, negative for a broken one; 0
   * when none is left.
   */
  public long nextFrame() {
    if (frameCount == 0) {
      return 0;
    }
    long frame = frames[firstFrame];
    firstFrame = (firstFrame + 1) & (frames.length - 1);
    frameCount--;
    return frame;
  }

  /** What is broken about the row whose frame was negative. */
  public Broken nextBroken() {
    return broken.remove();
  }

  @Override
  public int read(char[] into, int from, int length) throws IOException {
    if (ready == start && !lookOver()) {
      if (fault == null) {
        return -1;
      }
      dropBroken();
      into[from] = '\r';
      return 1;
    }
    int count = Math.min(length, start - ready);
    System.arraycopy(buffer, ready, into, from, count);
    ready += count;
    return count;
  }

  /**
   * Moves {@link #start} behind as many good rows as the buffer holds; false at the end and before
   * a broken row.
   */
  private boolean lookOver() throws IOException {
    while (true) {
      fault = null;
      if (start == limit) {
        if (ready < start) {
          return true;
        }
        if (!fill()) {
          return false;
        }
        continue;
      }
      int end = endOfRow();
      if (end >= 0) {
        addFrame(line);
        line += 1 + innerLines;
        start = end;
      } else if (ready < start) {
        // First what is good; the rest is looked at again when that has been read.
        return true;
      } else if (end == BROKEN) {
        return false;
      } else {
        fill();
      }
    }
  }

  /**
   * The end of the row at {@link #start}, its line break included, or BROKEN with a {@link #fault},
   * or MORE.
   */
  private int endOfRow() {
    innerLines = 0;
    int stop = Math.min(limit, start + maxRecord);
    int i = start;
    while (true) {
      if (i < stop && buffer[i] == '"') {
        i = behindQuotes(i + 1, stop);
        if (i < 0) {
          return i;
        }
        if (i < stop && buffer[i] != delimiter && buffer[i] != '\n' && buffer[i] != '\r') {
          return broken("broken quoting: text behind a closing quote");
        }
      } else {
        char[] chars = buffer;
        while (i < stop
            && chars[i] != delimiter
            && chars[i] != '\n'
            && chars[i] != '\r'
            && chars[i] != '"') {
          i++;
        }
        if (i < stop && chars[i] == '"') {
          return broken("broken quoting: a quote inside a cell that does not start with one");
        }
      }
      if (i == stop) {
        return atStop(i, true);
      }
      char c = buffer[i++];
      if (c == '\n') {
        buffer[i - 1] = '\r';
        return i;
      }
      if (c == '\r') {
        if (i == stop) {
          return atStop(i, false);
        }
        return buffer[i] == '\n' ? i + 1 : i;
      }
    }
  }

  /** The place behind the quote that closes a cell whose opening quote stands before {@code i}. */
  private int behindQuotes(int from, int stop) {
    int i = from;
    while (true) {
      while (i < stop && buffer[i] != '"') {
        if (buffer[i] == '\r' || (buffer[i] == '\n' && buffer[i - 1] != '\r')) {
          innerLines++;
        }
        i++;
      }
      if (i == stop) {
        int end = atStop(i, false);
        return end < 0 ? end : broken("broken quoting: a quote is never closed");
      }
      i++;
      if (i == stop) {
        int end = atStop(i, false);
        return end < 0 ? end : i;
      }
      if (buffer[i] != '"') {
        return i;
      }
      i++;
    }
  }

  /**
   * What it means that a row goes on behind what may be looked at; the last row gets the line break
   * it lacks.
   */
  private int atStop(int i, boolean lacksBreak) {
    if (i - start == maxRecord) {
      return broken("the row is longer than " + maxRecord + " characters");
    }
    if (!ended) {
      return MORE;
    }
    if (lacksBreak) {
      buffer[limit++] = '\r';
      return limit;
    }
    return i;
  }

  private int broken(String reason) {
    fault = reason;
    return BROKEN;
  }

  /**
   * Reads a block, what is not looked over moved to the front; one place stays free for a last line
   * break.
   */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    System.arraycopy(buffer, start, buffer, 0, limit - start);
    limit -= start;
    start = 0;
    ready = 0;
    if (buffer.length - limit <= BLOCK) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = text.read(buffer, limit, BLOCK);
    ended = count < 0;
    limit += Math.max(0, count);
    return !ended;
  }

  /**
   * Steps over the first line of the broken row at {@link #start} and keeps it, cut when it is
   * long, for the rejects.
   */
  private void dropBroken() throws IOException {
    String kept = null;
    int length = 0;
    while (start + length < limit || fill()) {
      char c = buffer[start + length];
      if (c == '\n' || c == '\r') {
        break;
      }
      length++;
      if (length == maxRecord) {
        kept = kept == null ? new String(buffer, start, CUT) + "..." : kept;
        start += length;
        length = 0;
      }
    }
    kept = kept == null ? new String(buffer, start, length) : kept;
    start += length;
    stepOverBreak();
    ready = start;
    broken.add(new Broken(fault, kept));
    addFrame(-line);
    line++;
  }

  private void stepOverBreak() throws IOException {
    if (start == limit) {
      return;
    }
    char c = buffer[start++];
    if (c == '\r' && (start < limit || fill()) && buffer[start] == '\n') {
      start++;
    }
  }

  private void addFrame(long frame) {
    if (frameCount == frames.length) {
      long[] larger = new long[frames.length * 2];
      for (int i = 0; i < frameCount; i++) {
        larger[i] = frames[(firstFrame + i) & (frames.length - 1)];
      }
      frames = larger;
      firstFrame = 0;
    }
    frames[(firstFrame + frameCount++) & (frames.length - 1)] = frame;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
