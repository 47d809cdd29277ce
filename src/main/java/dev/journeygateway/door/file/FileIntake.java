package dev.journeygateway.door.file;

import dev.journeygateway.door.file.StartFiles.Owned;
import dev.journeygateway.door.http.HttpSettings;
import dev.journeygateway.list.CheckedList;
import dev.journeygateway.list.Format;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.JsonBody;
import dev.journeygateway.list.ListCheck;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.ListRefusal;
import dev.journeygateway.list.Progress;
import dev.journeygateway.list.StartList;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.RequestRefusedException;
import dev.journeygateway.request.Selector;
import dev.journeygateway.request.StartRequest;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.text.PrintableName;
import dev.journeygateway.text.Sha256;
import dev.journeygateway.trace.TraceLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files from their places and reads each to its end, so that it can be judged as any other
 * request.
 */
final class FileIntake {

  private static final Logger LOG = LoggerFactory.getLogger(FileIntake.class);
  private static final long LOG_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

  private final FileSettings settings;
  private final int chunkRows;
  private final long maxBody;
  private final StartRequestReader reader;
  private final StartFiles rows;
  private final FilesAtWork atWork;
  private final LongSupplier nanoTime;

  public FileIntake(
      FileSettings settings,
      int chunkRows,
      HttpSettings http,
      StartRequestReader reader,
      StartFiles rows,
      FilesAtWork atWork,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.chunkRows = chunkRows;
    this.maxBody = http.maxBody().toBytes();
    this.reader = reader;
    this.rows = rows;
    this.atWork = atWork;
    this.nanoTime = nanoTime;
  }

  /**
   * What a file asks for, and its content's SHA-256 in lower-case hex, the attributes file's
   * included where there is one.
   *
   * @param traceparent what its trace goes on from, as it was sent
   */
  public record Taken(StartRequestReader.Body body, String sha256, Optional<String> traceparent) {}

  /**
   * The file is no longer this gateway's to take: it went back to its inbox, is gone, or is another
   * gateway's.
   */
  public static final class NotTaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotTaken(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * The next files of an inbox that are to be checked, those that a dead gateway left first; as
   * many as there are threads free.
   */
  public List<ClaimedFile> next(Inbox inbox) {
    return next(inbox, true);
  }

  /** As {@link #next(Inbox)}, and nothing is claimed: only what this gateway has already. */
  public List<ClaimedFile> received(Inbox inbox) {
    return next(inbox, false);
  }

  private List<ClaimedFile> next(Inbox inbox, boolean claims) {
    List<ClaimedFile> next = new ArrayList<>();
    if (inbox.takesOver() && rows.takeOver(inbox.name()) > 0) {
      LOG.info("Took over files of a gateway that is gone");
    }
    int free = settings.threads() - atWork.running(inbox.name());
    try {
      boolean reached = true;
      for (Owned owned : rows.owned()) {
        if (next.size() < free && reached && toTake(owned, inbox)) {
          try {
            if (begin(owned.file(), inbox)) {
              next.add(owned.file());
            }
          } catch (IOException e) {
            inbox.failed(owned.file(), e);
            reached = !(e instanceof PlaceAwayException);
          }
        }
      }
      if (claims && next.size() < free && reached && inbox.due()) {
        for (ClaimedFile claimed : inbox.claim(free - next.size())) {
          if (atWork.begin(claimed.requestUuid(), inbox.name())) {
            next.add(claimed);
          }
        }
      }
    } catch (RuntimeException e) {
      next.forEach(file -> atWork.end(file.requestUuid()));
      throw e;
    }
    return next;
  }

  private static boolean toTake(Owned owned, Inbox inbox) {
    return owned.accepted().isEmpty() && owned.file().place().equals(inbox.name());
  }

  /** Whoever worked on it until now may have had it accepted, so its row is read once more. */
  private boolean begin(ClaimedFile file, Inbox inbox) throws IOException {
    UUID id = file.requestUuid();
    if (!atWork.begin(id, inbox.name())) {
      return false;
    }
    boolean still = false;
    try {
      still =
          inbox.settled(file) && rows.owned(id).filter(owned -> toTake(owned, inbox)).isPresent();
      return still;
    } catch (IOException e) {
      atWork.failed(id);
      throw e;
    } finally {
      if (!still) {
        atWork.endUnlessFailed(id);
      }
    }
  }

  /**
   * Opens a claimed file.
   *
   * @throws NotTaken when there is nothing to take
   * @throws dev.journeygateway.request.RequestRefusedException when its name cannot be read
   */
  private Path open(ClaimedFile file, Inbox inbox) throws IOException {
    if (!Found.readable(file.name())) {
      throw Refusal.of(
              Reason.UNSUPPORTED_FILE,
              "unsupported file: " + PrintableName.of(file.name()),
              "detail",
              "the file's name " + FileNames.unreadable(file.door()))
          .asException();
    }
    Optional<Path> path = inbox.open(file);
    if (path.isEmpty()) {
      rows.delete(file.requestUuid());
      throw new NotTaken("the file is gone");
    }
    return path.get();
  }

  /** What is done with the bytes of a claimed file. */
  public interface Reading<T> {
    T read(ListName name, Path path) throws IOException;
  }

  /**
   * Reads a claimed file, whatever its rows are. What is found wrong with a file that somebody
   * still writes to says nothing: it is read again.
   *
   * @throws dev.journeygateway.request.RequestRefusedException when it is refused for what it is
   * @throws NotTaken when there is nothing to take, or not yet
   */
  public <T> T read(ClaimedFile file, Inbox inbox, Reading<T> reading) throws IOException {
    T read;
    try {
      Path path = open(file, inbox);
      if (file.inboxName() instanceof InboxName.Unsupported unsupported) {
        throw refusal(unsupported.refusal()).asException();
      }
      read = reading.read((ListName) file.inboxName(), path);
    } catch (RequestRefusedException e) {
      requireStillWhole(file, inbox);
      throw e;
    } catch (AccessDeniedException e) {
      throw Refusal.of(
              Reason.UNSUPPORTED_FILE,
              "the gateway's account has no right to read the file; change its mode or owner")
          .asException();
    }
    requireStillWhole(file, inbox);
    return read;
  }

  private static void requireStillWhole(ClaimedFile file, Inbox inbox) throws IOException {
    if (!inbox.stillWhole(file)) {
      throw new NotTaken("the file was still being written");
    }
  }

  /**
   * Reads a start list to its end.
   *
   * @throws dev.journeygateway.request.RequestRefusedException when it enters nobody for what it
   *     is, whatever its journey
   * @throws NotTaken when there is nothing to take
   */
  public Taken check(ClaimedFile file, Inbox inbox) throws IOException {
    Taken taken =
        read(
            file,
            inbox,
            (name, path) ->
                name.format() == Format.JSON ? body(file, path) : list(file, name, path, inbox));
    inbox.keepRejects(file);
    return taken;
  }

  private Taken body(ClaimedFile file, Path path) throws IOException {
    if (file.attributes().isPresent()) {
      throw Refusal.of(
              Reason.UNSUPPORTED_FILE,
              "a JSON body takes no attributes file; put its values into the body's"
                  + " attribute_values")
          .asException();
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] body = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 16, maxBody + 1));
      if (body.length > maxBody) {
        throw Refusal.of(Reason.BODY_TOO_LARGE, "request body is larger than " + maxBody + " bytes")
            .asException();
      }
      return new Taken(
          reader.read(JsonBody.of(body), file.journeyId()), Sha256.hex(body), file.traceparent());
    }
  }

  private Taken list(ClaimedFile file, ListName name, Path path, Inbox inbox) throws IOException {
    Optional<Path> attributes = inbox.attributes(file);
    StartList startFile = new StartList(path, name, attributes);
    ListCheck check =
        startFile.check(
            settings.rules(file.journeyId(), chunkRows), inbox.rejects(file), logging(file));
    if (check instanceof ListRefusal refusal) {
      throw refusal(refusal).asException();
    }
    CheckedList checked = (CheckedList) check;
    if (!rows.noteChecked(file.requestUuid(), checked)) {
      throw new NotTaken("another gateway has taken the file over");
    }
    var list =
        new Selector.Listed(
            checked.idColumn().selector(),
            checked.rows(),
            checked.badRows(),
            checked.attributeColumns());
    var request =
        new StartRequest(
            file.journeyId(),
            List.of(),
            List.of(),
            "",
            Optional.of(list),
            checked.attributesForAll());
    String sha256 = checked.sha256();
    Optional<String> named = startFile.traceparent();
    Optional<String> values = startFile.attributesSha256();
    if (values.isPresent()) {
      // The same list with other values for everybody is another request.
      sha256 = Sha256.hex((sha256 + values.get()).getBytes(StandardCharsets.UTF_8));
    }
    return new Taken(
        new StartRequestReader.Body(request, null), sha256, file.traceparent().or(() -> named));
  }

  /** Tells the log how far a reading has come. */
  Progress logging(ClaimedFile file) {
    long[] last = {nanoTime.getAsLong()};
    return (good, bad, bytes, ofBytes) -> {
      if (nanoTime.getAsLong() - last[0] >= LOG_EVERY_NANOS) {
        last[0] = nanoTime.getAsLong();
        try (var log = TraceLog.of(file.requestUuid(), file.traceparent())) {
          LOG.info(
              "Checking: {} rows, {} bad, {} % of the file",
              good + bad, bad, bytes * 100 / Math.max(1, ofBytes));
        }
      }
    };
  }

  /** A file's refusal in the words of every door, with what a list's sender needs beside it. */
  static Refusal refusal(ListRefusal refusal) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (!refusal.detail().isEmpty()) {
      metadata.put("detail", refusal.detail());
    }
    if (refusal.line() > 0) {
      metadata.put("line", Long.toString(refusal.line()));
    }
    return new Refusal(
        Reason.valueOf(refusal.reason().name()), refusal.message(), metadata, Optional.empty());
  }
}
