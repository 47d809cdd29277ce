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
import dev.journeygateway.request.Selector;
import dev.journeygateway.request.StartRequest;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
import org.slf4j.MDC;

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
   */
  public record Taken(StartRequestReader.Body body, String sha256) {}

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
   * The next files of a place that are to be checked, those that a dead gateway left first; as many
   * as there are threads free.
   */
  public List<ClaimedFile> next(FilePlace place) throws IOException {
    List<ClaimedFile> next = new ArrayList<>();
    if (rows.takeOver(place.name()) > 0) {
      LOG.info("Took over files of a gateway that is gone");
    }
    int free = settings.threads() - atWork.running();
    try {
      for (Owned owned : rows.owned()) {
        if (next.size() < free && toTake(owned, place) && begin(owned.file(), place)) {
          next.add(owned.file());
        }
      }
      if (next.size() < free) {
        for (ClaimedFile claimed : place.claim(free - next.size())) {
          if (atWork.begin(claimed.requestUuid())) {
            next.add(claimed);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      next.forEach(file -> atWork.end(file.requestUuid()));
      throw e;
    }
    return next;
  }

  private static boolean toTake(Owned owned, FilePlace place) {
    return owned.accepted().isEmpty() && owned.file().place().equals(place.name());
  }

  /** Whoever worked on it until now may have had it accepted, so its row is read once more. */
  private boolean begin(ClaimedFile file, FilePlace place) {
    UUID id = file.requestUuid();
    boolean still = false;
    if (atWork.begin(id)) {
      try {
        still = rows.owned(id).filter(owned -> toTake(owned, place)).isPresent();
      } finally {
        if (!still) {
          atWork.end(id);
        }
      }
    }
    return still;
  }

  /**
   * Reads a file to its end.
   *
   * @throws dev.journeygateway.request.RequestRefusedException when it enters nobody for what it
   *     is, whatever its journey
   * @throws NotTaken when there is nothing to take
   */
  public Taken check(ClaimedFile file, FilePlace place) throws IOException {
    Optional<Path> path = place.open(file);
    if (path.isEmpty()) {
      rows.delete(file.requestUuid());
      throw new NotTaken("the file is gone");
    }
    InboxName name = file.inboxName();
    if (name instanceof ListName known) {
      Taken taken =
          known.format() == Format.JSON
              ? body(file, path.get())
              : list(file, known, path.get(), place);
      if (!place.stillWhole(file)) {
        throw new NotTaken("the file was still being written");
      }
      return taken;
    }
    throw refusal(((InboxName.Unsupported) name).refusal()).asException();
  }

  private Taken body(ClaimedFile file, Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] body = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 16, maxBody + 1));
      if (body.length > maxBody) {
        throw Refusal.of(Reason.BODY_TOO_LARGE, "request body is larger than " + maxBody + " bytes")
            .asException();
      }
      return new Taken(reader.read(JsonBody.of(body), file.journeyId()), Sha256.hex(body));
    }
  }

  private Taken list(ClaimedFile file, ListName name, Path path, FilePlace place)
      throws IOException {
    Optional<Path> attributes = place.attributes(file);
    StartList startFile = new StartList(path, name, attributes);
    ListCheck check =
        startFile.check(
            settings.rules(file.journeyId(), chunkRows), place.rejects(file), logging(file));
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
    if (attributes.isPresent()) {
      // The same list with other values for everybody is another request.
      sha256 =
          Sha256.hex(
              (sha256 + Sha256.hex(Files.readAllBytes(attributes.get())))
                  .getBytes(StandardCharsets.UTF_8));
    }
    return new Taken(new StartRequestReader.Body(request, null), sha256);
  }

  private Progress logging(ClaimedFile file) {
    long[] last = {nanoTime.getAsLong()};
    return (good, bad, bytes, ofBytes) -> {
      if (nanoTime.getAsLong() - last[0] >= LOG_EVERY_NANOS) {
        last[0] = nanoTime.getAsLong();
        try (var mdc = MDC.putCloseable("request_uuid", file.requestUuid().toString())) {
          LOG.info(
              "Checking: {} rows, {} bad, {} % of the file",
              good + bad, bad, bytes * 100 / Math.max(1, ofBytes));
        }
      }
    };
  }

  /** A file's refusal in the words of every door, with what a list's sender needs beside it. */
  private static Refusal refusal(ListRefusal refusal) {
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
