package dev.journeygateway.list;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A file of rows on the disk, a list or devices: read to its end as often as it is wanted. Memory
 * is flat in its length.
 *
 * @param path where it lies, under whatever name
 * @param name the name it was sent under, which says what it is
 * @param limits what it may cost
 * @param columns the file's column names to ours, for those that differ
 */
public record RowFile(Path path, ListName name, ListLimits limits, Map<String, String> columns) {

  private static final int SHOWN = 20;
  private static final int PROGRESS_EVERY = 8_192;

  /**
   * What a reading to the end found.
   *
   * @param good rows
   * @param bad rows
   * @param firstBad the first of them, at most 20
   * @param sha256 of the file as it lies there, lower-case hex
   * @param bytes of the file as it lies there
   */
  public record Reading(long good, long bad, List<BadRow> firstBad, String sha256, long bytes) {

    /** Why a file with so many bad rows is refused, or which rows are left out. */
    public Optional<ListRefusal> badRows(BadRows allowed) {
      if (bad == 0) {
        return Optional.empty();
      }
      BadRow first = firstBad.get(0);
      String counted = "%d of %d rows %s bad".formatted(bad, good + bad, bad == 1 ? "is" : "are");
      String message =
          "%s, the first at line %d: %s".formatted(counted, first.line(), first.reason());
      return Optional.of(
          new ListRefusal(
              ListRefusal.Reason.BAD_ROWS, message, "bad rows allowed: " + allowed, first.line()));
    }

    /** Whether the file may be taken without its bad rows. */
    public boolean passes(BadRows allowed) {
      return allowed.allow(bad, good + bad);
    }
  }

  /**
   * Reads the file to its end.
   *
   * @param rejects where the bad rows are written, made when there is one, replaced when it is
   *     there
   * @param progress hears how far it has come
   * @param eachGood hears each good row's size in characters, while the meaning holds the row
   * @throws ListRefusedException when the file is none of such rows, or has none
   * @throws IOException when the disk fails
   */
  public Reading check(RowMeaning meaning, Path rejects, Progress progress, IntConsumer eachGood)
      throws IOException {
    List<BadRow> firstBad = new ArrayList<>();
    long good = 0;
    long bad = 0;
    try (FileBytes bytes = FileBytes.digested(path, name.gzip(), limits)) {
      Rows rows = Rows.open(name, bytes, limits, columns, meaning);
      try (var out = new Rejects(rows, rejects)) {
        while (rows.next()) {
          if (rows.bad() == null) {
            good++;
            eachGood.accept(rows.size());
          } else {
            bad++;
            out.add();
            if (firstBad.size() < SHOWN) {
              firstBad.add(rows.bad());
            }
          }
          if ((good + bad) % PROGRESS_EVERY == 0) {
            progress.reached(good, bad, bytes.position(), bytes.size());
          }
        }
      }
      String sha256 = bytes.sha256();
      progress.reached(good, bad, bytes.position(), bytes.size());
      if (good + bad == 0) {
        throw new ListRefusedException(meaning.nothing("the file has no rows"));
      }
      return new Reading(good, bad, List.copyOf(firstBad), sha256, bytes.position());
    }
  }

  /**
   * Reads a file again that was checked, its good rows alone.
   *
   * @param checked what the check found
   * @param eachGood is run for each good row, while the meaning holds it
   * @throws IOException when the disk fails, or the file is not the one that was checked
   */
  public void again(Reading checked, RowMeaning meaning, Runnable eachGood) throws IOException {
    long good = 0;
    try (FileBytes bytes = FileBytes.open(path, name.gzip(), limits)) {
      Rows rows = Rows.open(name, bytes, limits, columns, meaning);
      while (rows.next()) {
        if (rows.bad() == null) {
          good++;
          eachGood.run();
        }
      }
      if (good != checked.good() || bytes.position() != checked.bytes()) {
        throw new IOException("the file has changed since it was checked");
      }
    }
  }
}
