package dev.journeygateway.retention;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the folder door filed away: {@code archive/<day>/} and {@code failed/<day>/} of each folder
 * of the inbox. The day of the folder counts, for a file's own time is its sender's.
 */
final class OldFiles {

  private static final Logger LOG = LoggerFactory.getLogger(OldFiles.class);
  private static final Set<String> DRAWERS = Set.of("archive", "failed", "results");
  private static final int DEPTH = 4;

  private final Path inbox;
  private final Keep keep;

  OldFiles(Path inbox, Keep keep) {
    this.inbox = inbox;
    this.keep = keep;
  }

  /**
   * Deletes the folders of days that are over for long enough.
   *
   * @return how many files were in them
   */
  long remove(Instant now) throws IOException {
    if (keep.time().isEmpty() || !Files.isDirectory(inbox)) {
      return 0;
    }
    Duration time = keep.time().get();
    long removed = 0;
    for (Path day : days()) {
      Instant over =
          LocalDate.parse(day.getFileName().toString())
              .plusDays(1)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant();
      if (over.plus(time).isBefore(now)) {
        removed += delete(day);
      }
    }
    if (removed > 0) {
      LOG.info("Kept long enough: {} files are deleted", removed);
    }
    return removed;
  }

  private List<Path> days() throws IOException {
    try (Stream<Path> all = Files.walk(inbox, DEPTH)) {
      return all.filter(Files::isDirectory)
          .filter(
              folder ->
                  folder.getParent() != null
                      && DRAWERS.contains(String.valueOf(folder.getParent().getFileName()))
                      && day(folder).isPresent())
          .toList();
    }
  }

  private static Optional<LocalDate> day(Path folder) {
    try {
      return Optional.of(LocalDate.parse(folder.getFileName().toString()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static long delete(Path day) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(day)) {
      all.forEach(files::add);
    }
    long deleted = 0;
    for (Path file : files) {
      deleted += Files.deleteIfExists(file) ? 1 : 0;
    }
    try {
      Files.delete(day);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      LOG.debug("Another gateway is at the same folder, or a file has come", e);
    }
    return deleted;
  }
}
