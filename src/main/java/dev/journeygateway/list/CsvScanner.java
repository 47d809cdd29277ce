package dev.journeygateway.list;

import dev.journeygateway.text.VisibleText;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * Takes CSV apart, row by row: RFC 4180, rows ended by LF, CRLF or CR, none longer than a bound.
 *
 * <p>A row with broken quoting costs its first line, and reading starts again at the next line: one
 * stray quote never costs the rest of the file. Rows whose cells are all empty are no rows. Cells
 * become strings only when they are asked for.
 */
final class CsvScanner implements Closeable {

  private static final int BLOCK = 32 << 10;
  private static final int CUT = 1_000;

  /** What {@link #at} returns where there is no character. */
  private static final int TOO_LONG = -1;

  private static final int ENDED = -2;

  private final Reader text;
  private final int maxRecord;
  private char[] buffer = new char[BLOCK * 2];
  private char delimiter = ',';

  /** The row is {@code [start, end)}, its line break included; what is read ends at limit. */
  private int start;

  private int end;
  private int limit;
  private boolean ended;

  private long line;
  private long nextLine = 1;
  private String fault;
  private String brokenText;

  /** Where each cell begins and ends, counted from the row's start, and its doubled quotes. */
  private int[] cellFrom = new int[16];

  private int[] cellTo = new int[16];
  private int[] cellQuotes = new int[16];
  private int count;
  private int characters;
  private int innerLines;

  /**
   * @param maxRecord the longest row, in characters
   */
  CsvScanner(Reader text, int maxRecord) {
    this.text = text;
    this.maxRecord = maxRecord;
  }

  /**
   * The text of the next row that is not an empty line, without its line break; null when there is
   * none, and the first characters of one that is longer than a row may be. The row stays the next.
   */
  String peek() throws IOException {
    start = end;
    while (at(start) == start && (buffer[start] == '\r' || buffer[start] == '\n')) {
      end = start;
      stepOverBreak();
      start = end;
      nextLine++;
    }
    boolean quoted = false;
    int length = 0;
    for (int i = at(start); i >= 0; i = at(i + 1)) {
      char c = buffer[i];
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '\r' || c == '\n')) {
        break;
      }
      length++;
    }
    end = start;
    return length == 0 ? null : new String(buffer, start, length);
  }

  /** Steps over the line that was peeked at. */
  void skipLine() throws IOException {
    dropLine();
    nextLine++;
  }

  /** Says what separates cells; before the first row. */
  void delimiter(char found) {
    delimiter = found;
  }

  /** Moves to the next row, good or broken; false when there is none. */
  boolean next() throws IOException {
    while (true) {
      start = end;
      if (at(start) < 0) {
        end = start;
        return false;
      }
      line = nextLine;
      scan();
      if (fault != null) {
        count = 0;
        characters = 0;
        end = start;
        brokenText = dropLine();
        nextLine++;
        return true;
      }
      nextLine += 1 + innerLines;
      if (characters > 0) {
        return true;
      }
    }
  }

  /** The line at which the row starts, counted from 1. */
  long line() {
    return line;
  }

  /** What is broken about the row; null for a good one. */
  String fault() {
    return fault;
  }

  /** The first line of a broken row, cut where it is long. */
  String brokenText() {
    return brokenText;
  }

  /** How many cells the row has; none where it is broken. */
  int count() {
    return count;
  }

  /** How many characters its cells hold. */
  int characters() {
    return characters;
  }

  /** The text of a cell. */
  String cell(int index) {
    int from = start + cellFrom[index];
    int length = cellTo[index] - cellFrom[index];
    if (length == 0) {
      return "";
    }
    if (cellQuotes[index] == 0) {
      return new String(buffer, from, length);
    }
    StringBuilder cell = new StringBuilder(length);
    for (int i = from; i < from + length; i++) {
      cell.append(buffer[i]);
      if (buffer[i] == '"') {
        i++;
      }
    }
    return cell.toString();
  }

  /** Whether a cell holds white space at most. */
  boolean isEmpty(int index) {
    for (int i = start + cellFrom[index]; i < start + cellTo[index]; i++) {
      if (!VisibleText.isWhiteSpace(buffer[i])) {
        return false;
      }
    }
    return true;
  }

  /** Finds the cells of the row at start and its end, or what is broken about it. */
  private void scan() throws IOException {
    fault = null;
    count = 0;
    characters = 0;
    innerLines = 0;
    int i = start;
    while (true) {
      i = at(i);
      i = i >= 0 && buffer[i] == '"' ? quotedCell(i) : plainCell(i);
      if (fault != null) {
        return;
      }
      if (i == limit && ended) {
        end = i;
        return;
      }
      char c = buffer[i++];
      if (c == '\n') {
        end = i;
        return;
      }
      if (c == '\r') {
        endBehindReturn(i);
        return;
      }
    }
  }

  private void endBehindReturn(int i) throws IOException {
    int next = at(i);
    if (next == TOO_LONG) {
      tooLong();
    } else if (next == ENDED) {
      end = limit;
    } else {
      end = buffer[next] == '\n' ? next + 1 : next;
    }
  }

  /** The place after the cell that begins at i, or anywhere with a {@link #fault}. */
  private int plainCell(int first) throws IOException {
    if (first == TOO_LONG) {
      return tooLong();
    }
    int i = first == ENDED ? limit : first;
    int from = i - start;
    while (true) {
      char[] chars = buffer;
      char separator = delimiter;
      int stop = Math.min(limit, start + maxRecord);
      while (i < stop
          && chars[i] != separator
          && chars[i] != '\n'
          && chars[i] != '\r'
          && chars[i] != '"') {
        i++;
      }
      if (i == stop) {
        int next = at(i);
        if (next == TOO_LONG) {
          return tooLong();
        }
        if (next != ENDED) {
          i = next;
          continue;
        }
        i = limit;
      } else if (chars[i] == '"') {
        return broken("broken quoting: a quote inside a cell that does not start with one");
      }
      addCell(from, i - start, 0);
      return i;
    }
  }

  /** As {@link #plainCell}, for a cell whose opening quote is at i. */
  private int quotedCell(int opening) throws IOException {
    int i = opening + 1;
    int from = i - start;
    int doubled = 0;
    while (true) {
      int stop = Math.min(limit, start + maxRecord);
      while (i < stop && buffer[i] != '"') {
        if (buffer[i] == '\r' || (buffer[i] == '\n' && buffer[i - 1] != '\r')) {
          innerLines++;
        }
        i++;
      }
      int next = at(i);
      if (next < 0) {
        return next == TOO_LONG ? tooLong() : broken("broken quoting: a quote is never closed");
      }
      i = next;
      if (buffer[i] != '"') {
        continue;
      }
      int to = i - start;
      next = at(i + 1);
      if (next == TOO_LONG) {
        return tooLong();
      }
      if (next != ENDED && buffer[next] == '"') {
        doubled++;
        i = next + 1;
        continue;
      }
      addCell(from, to, doubled);
      if (next == ENDED) {
        return limit;
      }
      char c = buffer[next];
      return c == delimiter || c == '\n' || c == '\r'
          ? next
          : broken("broken quoting: text behind a closing quote");
    }
  }

  private void addCell(int from, int to, int doubled) {
    if (count == cellFrom.length) {
      cellFrom = Arrays.copyOf(cellFrom, count * 2);
      cellTo = Arrays.copyOf(cellTo, count * 2);
      cellQuotes = Arrays.copyOf(cellQuotes, count * 2);
    }
    cellFrom[count] = from;
    cellTo[count] = to;
    cellQuotes[count++] = doubled;
    characters += to - from - doubled;
  }

  private int tooLong() {
    return broken("the row is longer than " + maxRecord + " characters");
  }

  private int broken(String reason) {
    fault = reason;
    return start;
  }

  /**
   * Makes the character at i of the row at {@link #start} readable. Returns its place, or TOO_LONG
   * or ENDED. The row may have been moved to the front: places from before hold no longer, whatever
   * it returns.
   */
  private int at(int i) throws IOException {
    if (i - start >= maxRecord) {
      return TOO_LONG;
    }
    if (i < limit) {
      return i;
    }
    int distance = i - start;
    return fill() ? start + distance : ENDED;
  }

  /** Reads a block, the row at {@link #start} moved to the front. */
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
    int got = text.read(buffer, limit, BLOCK);
    ended = got < 0;
    limit += Math.max(0, got);
    return !ended;
  }

  /** Moves end past the line that begins there; the line's text, cut where it is long. */
  private String dropLine() throws IOException {
    String kept = null;
    int length = 0;
    start = end;
    while (at(start + length) >= 0) {
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
    end = start;
    stepOverBreak();
    return kept;
  }

  /** Moves end past the line break that is there, if there is one. */
  private void stepOverBreak() throws IOException {
    start = end;
    if (at(start) < 0) {
      end = start;
      return;
    }
    boolean carriageReturn = buffer[start] == '\r';
    end = start + 1;
    if (carriageReturn) {
      int next = at(end);
      end = next >= 0 ? next + (buffer[next] == '\n' ? 1 : 0) : limit;
    }
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
