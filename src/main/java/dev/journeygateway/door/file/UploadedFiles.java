package dev.journeygateway.door.file;

import dev.journeygateway.database.Database;
import dev.journeygateway.list.BadRows;
import dev.journeygateway.list.Format;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.ListRules;
import dev.journeygateway.list.StartList;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists that come over HTTP, as files of the inbox: they arrive beside those that were claimed,
 * under a name that no gateway takes, and go the way of a claimed file once they are whole.
 */
public final class UploadedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(UploadedFiles.class);

  /** Its name in requests, results and metrics. */
  public static final String DOOR = "upload";

  private static final String PLACE = "inbox";
  private static final UUID NOBODY = new UUID(0, 0);
  private static final String WORK = ".work";
  private static final String ARRIVING = ".upload";

  /** What a transfer that was cut by the end of its gateway has left is deleted after so long. */
  private static final Duration GIVEN_UP = Duration.ofHours(1);

  private final Path inbox;
  private final FileSettings settings;
  private final int chunkRows;
  private final Database database;

  UploadedFiles(Path inbox, FileSettings settings, int chunkRows, Database database) {
    this.inbox = inbox;
    this.settings = settings;
    this.chunkRows = chunkRows;
    this.database = database;
  }

  /** The folder of all inboxes. */
  public Path folder() {
    return inbox;
  }

  /** Where the bytes of a list go while they arrive; the folder is there. */
  public Path arriving(UUID request, String journeyId) throws IOException {
    Path work = Files.createDirectories(work(journeyId));
    return work.resolve("." + request + ARRIVING);
  }

  private Path work(String journeyId) {
    return ListName.in(inbox, journeyId).resolve(WORK);
  }

  private static ClaimedFile claimed(UUID request, String journeyId, String name) {
    return new ClaimedFile(request, DOOR, PLACE, journeyId, name);
  }

  private Path whole(ClaimedFile file) {
    return ListName.in(work(file.journeyId()), file.uniqueName());
  }

  /**
   * Writes the row of a whole list, in the transaction under way. It is nobody's, so that whichever
   * gateway takes files takes it next.
   */
  public void insert(UUID request, String journeyId, String name, Optional<String> traceparent) {
    database
        .write("insert-uploaded-file")
        .with("request_uuid", request)
        .with("door", DOOR)
        .with("place", PLACE)
        .with("journey_id", journeyId)
        .with("name", name)
        .with("traceparent", traceparent.orElse(null))
        .with("nobody", NOBODY)
        .update();
  }

  /**
   * Hands a whole list on: from here it is a claimed file like any other. Again changes nothing.
   */
  public void handOn(UUID request, String journeyId, String name) throws IOException {
    try {
      Files.move(
          arriving(request, journeyId),
          whole(claimed(request, journeyId, name)),
          StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      LOG.debug("It was handed on before", e);
    }
  }

  /** Whether a list that was answered for is still arriving. */
  public boolean isArriving(UUID request, String journeyId) throws IOException {
    return Files.exists(arriving(request, journeyId));
  }

  /** The rules under which the journey's lists are read. */
  public ListRules rules(String journeyId) {
    return settings.rules(journeyId, chunkRows);
  }

  /** When an uploaded list is to start, where its caller asked for a time. */
  Optional<Instant> startAt(UUID request) {
    return database
        .read("find-upload-start")
        .with("request_uuid", request)
        .first(row -> Optional.ofNullable(row.instant("start_at")))
        .flatMap(at -> at);
  }

  /** Shows a list as failed that was refused after its caller had been answered. */
  void refused(ClaimedFile file, Refusal refusal) {
    long all = 0;
    if (refusal.reason() == Reason.BAD_ROWS || refusal.reason() == Reason.UNKNOWN_ATTRIBUTE) {
      all = rows(file);
    }
    refused(file.requestUuid(), refusal.message(), all);
  }

  /** As the status tells it: nobody of its rows enters. */
  public void refused(UUID request, String reason, long all) {
    database.finish(
        status ->
            database
                .write("refuse-upload")
                .with("request_uuid", request)
                .with("reason", reason)
                .with("rows", all)
                .update());
  }

  private long rows(ClaimedFile file) {
    AtomicLong all = new AtomicLong();
    if (file.inboxName() instanceof ListName name && name.format() != Format.JSON) {
      try {
        Path scratch = Files.createTempDirectory("rows");
        try {
          new StartList(whole(file), name)
              .check(
                  rules(file.journeyId()).withBadRows(BadRows.SKIP),
                  scratch.resolve("rejects"),
                  (good, bad, bytes, ofBytes) -> all.set(good + bad));
        } finally {
          Files.deleteIfExists(scratch.resolve("rejects"));
          Files.delete(scratch);
        }
      } catch (IOException | UncheckedIOException e) {
        LOG.warn("The rows of a refused list could not be counted: {}", e.toString());
      }
    }
    return all.get();
  }

  /** The rejected rows of a list that came through the inbox, wherever it is by now. */
  public Optional<Path> rejects(UUID request, String journeyId, String name) {
    ClaimedFile file = claimed(request, journeyId, name);
    Path folder = ListName.in(inbox, journeyId);
    String day = file.day().toString();
    return Stream.of(
            folder.resolve("archive").resolve(day),
            folder.resolve("failed").resolve(day),
            folder.resolve(WORK))
        .map(drawer -> ListName.in(drawer, file.rejectsName()))
        .filter(Files::exists)
        .findFirst();
  }

  /** Deletes what transfers have left whose gateway ended under them. */
  public void deleteGivenUp(Instant now) throws IOException {
    if (!Files.isDirectory(inbox)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(inbox, Files::isDirectory)) {
      for (Path folder : folders) {
        Path work = folder.resolve(WORK);
        if (Files.isDirectory(work)) {
          deleteGivenUp(work, now.minus(GIVEN_UP));
        }
      }
    }
  }

  private static void deleteGivenUp(Path work, Instant before) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(work, ".*" + ARRIVING)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          LOG.info("Deletes what a transfer has left that was cut: {}", file.getFileName());
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("It went by itself", e);
    }
  }
}
