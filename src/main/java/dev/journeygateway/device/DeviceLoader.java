package dev.journeygateway.device;

import dev.journeygateway.database.Database;
import dev.journeygateway.filter.Tag;
import dev.journeygateway.list.BadRows;
import dev.journeygateway.list.Format;
import dev.journeygateway.list.ListLimits;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.ListRefusal;
import dev.journeygateway.list.ListRefusedException;
import dev.journeygateway.list.Progress;
import dev.journeygateway.list.RowFile;
import dev.journeygateway.text.PrintableName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Loads devices and their tags from a file of an application, as many rows as there are; {@link
 * DeviceRows} says what a row means.
 *
 * <p>The file is read to its end before its first device is written, so that a file that is cut or
 * has too many bad rows changes nothing. Then its rows go in by slices, each in one transaction,
 * over two connections side by side, because one backend is the bound otherwise; the rows of a
 * device always go the same way, and of those that come again the later wins. Loading a file again
 * changes nothing, so a crash needs no more than that.
 */
public final class DeviceLoader {

  private final Database database;
  private final BadRows badRows;

  /**
   * How many files may be loaded at a time: where a process is the only one that writes, its
   * devices are not locked one by one.
   */
  private final Semaphore turns;

  /** A loader that leaves bad rows out. */
  public DeviceLoader(Database database) {
    this(database, BadRows.SKIP);
  }

  /**
   * @param badRows how many bad rows a file may have, so that its other rows are loaded
   */
  public DeviceLoader(Database database, BadRows badRows) {
    this.database = database;
    this.badRows = badRows;
    this.turns = new Semaphore(database.embedded() ? 1 : Integer.MAX_VALUE);
  }

  /**
   * Loads a file.
   *
   * @param application the code of the application whose devices these are
   * @param path where the file lies, under whatever name
   * @param name the name it was sent under, which says what it is
   * @param rejects where its bad rows are written; made when there is one, replaced when it is
   *     there
   * @param progress hears how far the check has come
   * @throws IOException when the disk fails; whatever is wrong with the file itself is in the
   *     result
   * @throws org.springframework.dao.DataAccessException when the database fails; the file can be
   *     loaded again, which changes nothing that is loaded
   */
  public DeviceFileResult load(
      String application, Path path, ListName name, Path rejects, Progress progress)
      throws IOException {
    try {
      if (name.format() == Format.JSON) {
        throw new ListRefusedException(
            new ListRefusal(
                ListRefusal.Reason.UNSUPPORTED_FILE,
                "unsupported file: " + PrintableName.of(name.name()),
                "devices come as .csv or .ndjson, or .csv.gz or .ndjson.gz when packed",
                0));
      }
      RowFile file = new RowFile(path, name, ListLimits.DEFAULT, Map.of());
      return load(application, file, rejects, progress);
    } catch (ListRefusedException e) {
      return DeviceFileResult.refused(e.refusal());
    }
  }

  private DeviceFileResult load(String application, RowFile file, Path rejects, Progress progress)
      throws IOException {
    Map<String, Tag> tags = tags(application);
    RowFile.Reading read = file.check(new DeviceRows(tags), rejects, progress, size -> {});
    if (!read.passes(badRows)) {
      return new DeviceFileResult(DevicesLoaded.NONE, read.badRows(badRows), read.firstBad());
    }
    DevicesLoaded loaded = write(application, file, read, tags);
    return new DeviceFileResult(
        loaded.and(new DevicesLoaded(read.good() + read.bad(), 0, 0, 0, 0, read.bad())),
        read.badRows(badRows),
        read.firstBad());
  }

  private Map<String, Tag> tags(String application) throws ListRefusedException {
    if (!database.read("find-application").with("code", application).exists()) {
      throw new ListRefusedException(
          new ListRefusal(
              ListRefusal.Reason.NOT_FOUND,
              "unknown application: " + PrintableName.of(application),
              "the folder must have the code of an application of the catalogue",
              0));
    }
    Map<String, Tag> tags = new LinkedHashMap<>();
    database
        .read("find-tags")
        .with("application_code", application)
        .each(
            row ->
                tags.put(
                    row.text("name"), new Tag(row.integer("id"), JdbcTags.type(row.text("type")))));
    return tags;
  }

  private DevicesLoaded write(
      String application, RowFile file, RowFile.Reading read, Map<String, Tag> tags)
      throws IOException {
    DeviceRows rows = new DeviceRows(tags);
    turns.acquireUninterruptibly();
    try (DeviceLoad load = new DeviceLoad(application, database, tags.values())) {
      file.again(read, rows, () -> load.add(rows.row()));
      return load.end();
    } finally {
      turns.release();
    }
  }
}
