package dev.journeygateway.list;

import dev.journeygateway.list.RowChunk.RejectedRow;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The good rows of a checked file, chunk by chunk, from a given chunk on; at most one chunk is in
 * memory.
 *
 * <p>Not thread-safe. {@link #next} throws an UncheckedIOException when the disk fails or the file
 * turns out to be another one.
 */
public final class RowChunks implements Iterator<RowChunk>, Closeable {

  private final CheckedList checked;
  private final FileBytes bytes;
  private final Rows rows;
  private final StartRows meaning = new StartRows();
  private final Chunking chunking;
  private long taken;
  private int number;
  private int ahead;
  private long badRows;
  private boolean skipping;
  private List<RejectedRow> rejected = new ArrayList<>();

  RowChunks(CheckedList checked, int from) throws IOException {
    if (from < 1) {
      throw new IllegalArgumentException("chunks are numbered from 1, not " + from);
    }
    this.checked = checked;
    ListRules rules = checked.rules();
    StartList file = checked.file();
    this.bytes = FileBytes.open(file.path(), file.name().gzip(), rules.limits());
    this.chunking = new Chunking(rules.chunkRows());
    try {
      if (bytes.size() != checked.bytes()) {
        throw changed();
      }
      this.rows = Rows.open(file.name(), bytes, rules.limits(), rules.columns(), meaning);
      this.number = Math.min(from, checked.chunks() + 1);
      this.skipping = from > 1;
      while (ahead < number && nextGood()) {
        // Rows of chunks before the first one wanted.
      }
      this.skipping = false;
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    return number <= checked.chunks();
  }

  @Override
  public RowChunk next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RowChunk read() throws IOException {
    long first = taken;
    List<ListRow> chunk = new ArrayList<>(Math.min(checked.rules().chunkRows(), 10_000));
    boolean more = ahead == number;
    while (more && ahead == number) {
      chunk.add(meaning.row());
      more = nextGood();
    }
    boolean last = number == checked.chunks();
    if (chunk.isEmpty() || more == last || (last && taken != checked.rows())) {
      throw changed();
    }
    List<RejectedRow> left = rejected;
    rejected = new ArrayList<>();
    return new RowChunk(number++, first, chunk, left, last);
  }

  /** Moves to the next good row; {@link #ahead} is then its chunk and {@link #taken} its number. */
  private boolean nextGood() throws IOException {
    while (rows.next()) {
      if (rows.bad() == null) {
        ahead = chunking.add(rows.size());
        taken++;
        return true;
      }
      if (++badRows <= ListLimits.LISTED_BAD_ROWS && !skipping) {
        reject();
      }
    }
    ahead = 0;
    return false;
  }

  private void reject() {
    String id = meaning.idOfBad();
    if (id != null) {
      BadRow bad = rows.bad();
      rejected.add(new RejectedRow(id, bad.line(), "line " + bad.line() + ": " + bad.reason()));
    }
  }

  private static IOException changed() {
    return new IOException("the file has changed since it was checked");
  }

  /** Bytes read so far, of {@link CheckedList#bytes}. */
  public long position() {
    return bytes.position();
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
