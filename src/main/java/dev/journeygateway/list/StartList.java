package dev.journeygateway.list;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A list on the disk that is to start a journey: read once to its end to be checked, and a second
 * time, in chunks, to be queued. Memory is flat in its length.
 *
 * @param path where it lies, under whatever name
 * @param name the name it was sent under, which says what it is
 * @param attributes the attributes file that came with it
 */
public record StartList(Path path, ListName name, Optional<Path> attributes) {

  private static final int SHOWN = 20;
  private static final int PROGRESS_EVERY = 8_192;

  /** A list without an attributes file. */
  public StartList(Path path, ListName name) {
    this(path, name, Optional.empty());
  }

  /**
   * Reads the file to its end and says whether it may be queued: the checks of the contract's
   * sections "Files" and "CSV" that need no journey.
   *
   * @param rules the folder's
   * @param rejects where the bad rows are written, made when there is one, replaced when it is
   *     there
   * @param progress hears how far it has come
   * @throws IOException when the disk fails; whatever is wrong with the file itself is a {@link
   *     ListRefusal}
   * @throws IllegalArgumentException for a JSON file, which is one body and no list
   */
  public ListCheck check(ListRules rules, Path rejects, Progress progress) throws IOException {
    try (FileBytes bytes = FileBytes.digested(path, name.gzip(), rules.limits())) {
      Map<String, String> forAll = new LinkedHashMap<>(rules.attributesForAll());
      if (attributes.isPresent()) {
        forAll.putAll(AttributesFile.read(attributes.get()));
      }
      return new Reading(rules, bytes, rejects, progress).toTheEnd(forAll);
    } catch (ListRefusedException e) {
      return e.refusal();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ListRefusedException refused) {
        return refused.refusal();
      }
      throw e.getCause();
    } catch (CsvParseException e) {
      return ListRefusal.malformed("no CSV: " + e.getMessage(), 0);
    }
  }

  /** One reading of the file for its check. */
  private final class Reading {

    private final ListRules rules;
    private final FileBytes bytes;
    private final Path rejects;
    private final Progress progress;
    private final List<BadRow> firstBad = new ArrayList<>();
    private long good;
    private long bad;

    Reading(ListRules rules, FileBytes bytes, Path rejects, Progress progress) {
      this.rules = rules;
      this.bytes = bytes;
      this.rejects = rejects;
      this.progress = progress;
    }

    ListCheck toTheEnd(Map<String, String> forAll) throws IOException {
      Rows rows = Rows.open(name.format(), bytes, rules);
      var chunking = new Chunking(rules.chunkRows());
      try (var out = new Rejects(rows, rejects)) {
        while (rows.next()) {
          if (rows.bad() == null) {
            good++;
            chunking.add(rows.size());
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
      progress.reached(good, bad, bytes.position(), bytes.size());
      if (good + bad == 0) {
        return ListRefusal.noSelector("the file has no rows", 0);
      }
      if (!rules.badRows().allow(bad, good + bad)) {
        return tooManyBad();
      }
      return new CheckedList(
          StartList.this,
          rules,
          good,
          bad,
          chunking.chunks(),
          bytes.sha256(),
          bytes.position(),
          rows.idColumn(),
          Collections.unmodifiableSet(new LinkedHashSet<>(rows.attributes())),
          Collections.unmodifiableMap(forAll),
          List.copyOf(firstBad));
    }

    private ListRefusal tooManyBad() {
      BadRow first = firstBad.get(0);
      String counted = "%d of %d rows %s bad".formatted(bad, good + bad, bad == 1 ? "is" : "are");
      String message =
          "%s, the first at line %d: %s".formatted(counted, first.line(), first.reason());
      return new ListRefusal(
          ListRefusal.Reason.BAD_ROWS,
          message,
          "bad rows allowed: " + rules.badRows(),
          first.line());
    }
  }

  /** The rejects file, made with the first bad row. */
  private static final class Rejects implements Closeable {

    private final Rows rows;
    private final Path path;
    private OutputStream out;
    private FileOutputStream file;

    Rejects(Rows rows, Path path) {
      this.rows = rows;
      this.path = path;
    }

    void add() throws IOException {
      if (out == null) {
        file = new FileOutputStream(path.toFile());
        out = new BufferedOutputStream(file, 64 << 10);
        rows.writeRejectsHead(out);
      }
      rows.writeReject(out);
    }

    @Override
    public void close() throws IOException {
      if (out != null) {
        try (OutputStream closing = out) {
          closing.flush();
          // Safe before the request that speaks of it is.
          file.getFD().sync();
        }
      }
    }
  }
}
