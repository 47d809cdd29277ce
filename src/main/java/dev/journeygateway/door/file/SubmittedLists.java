package dev.journeygateway.door.file;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.accept.IdempotencyKeys;
import dev.journeygateway.access.Caller;
import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListName;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.StartableJourney;
import dev.journeygateway.text.PrintableName;
import dev.journeygateway.text.Sha256;
import dev.journeygateway.trace.TraceLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

/**
 * Takes lists that come as streams. Each is written to the inbox that all gateways share, under the
 * name of a claimed file and with its row, before its sender is answered; from then on it goes the
 * way of a file in the folder.
 */
public final class SubmittedLists {

  private static final Logger LOG = LoggerFactory.getLogger(SubmittedLists.class);
  private static final NoArgGenerator UUIDS = Generators.timeBasedEpochGenerator();
  private static final int BUFFER = 1 << 16;

  /** Bytes between two looks at the disk's free space. */
  private static final long LOOK_EVERY = 16L << 20;

  private final Inbox inbox;
  private final StartFiles rows;
  private final FilesAtWork atWork;
  private final JourneyCatalog journeys;
  private final IdempotencyKeys keys;
  private final FreeSpace space;

  SubmittedLists(
      Inbox inbox,
      StartFiles rows,
      FilesAtWork atWork,
      JourneyCatalog journeys,
      IdempotencyKeys keys,
      FreeSpace space) {
    this.inbox = inbox;
    this.rows = rows;
    this.atWork = atWork;
    this.journeys = journeys;
    this.keys = keys;
    this.space = space;
  }

  /**
   * What became of a list.
   *
   * @param replayed it is the one that was taken before under its key
   */
  public record Received(UUID requestUuid, boolean replayed) {}

  /**
   * Takes a list, which is safe when this returns.
   *
   * @param door what it came through
   * @param name its ending tells what is in it
   * @param traceparent what its trace goes on from
   * @param body of any length; read to its end, and not closed
   * @throws dev.journeygateway.request.RequestRefusedException when it is no list of a journey of
   *     the caller's
   */
  public Received receive(
      String door,
      Caller caller,
      String journeyId,
      String name,
      Optional<String> key,
      Optional<String> traceparent,
      InputStream body)
      throws IOException {
    StartableJourney.requireOwned(journeys.find(journeyId), caller);
    requireFolder(journeyId);
    requireListName(name);
    // Judged before a long list is read for nothing.
    key.ifPresent(text -> IdempotencyKey.of(text, ""));
    ClaimedFile file =
        new ClaimedFile(
            UUIDS.generate(), door, inbox.name(), journeyId, name, Optional.empty(), traceparent);
    Path part = inbox.incoming(file);
    try {
      String sha256 = write(body, part);
      Optional<IdempotencyKey> idempotency = key.map(text -> IdempotencyKey.of(text, sha256));
      Optional<UUID> before = before(journeyId, caller, idempotency);
      return before.isPresent()
          ? new Received(before.get(), true)
          : keep(file, caller, idempotency, part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void requireFolder(String journeyId) {
    if (!InboxLayout.mayBeOwner(journeyId)) {
      throw Refusal.of(
              Reason.INVALID_FIELD,
              "lists are kept in a folder of the journey's name, which this one cannot have",
              "field",
              "journey_id")
          .asException();
    }
  }

  private static void requireListName(String name) {
    if (name == null || name.isBlank()) {
      throw Refusal.of(
              Reason.INVALID_FIELD,
              "list_name must be the name of the list, its ending .csv, .ndjson or .json, or"
                  + " .csv.gz or .ndjson.gz",
              "field",
              "list_name")
          .asException();
    }
    InboxName known = InboxName.of(name);
    if (known instanceof InboxName.Unsupported unsupported) {
      throw FileIntake.refusal(unsupported.refusal()).asException();
    }
    if (!(known instanceof ListName)) {
      throw Refusal.of(
              Reason.UNSUPPORTED_FILE,
              "unsupported file: "
                  + PrintableName.of(name)
                  + ", which looks like a part of another; name it .csv, .ndjson or .json")
          .asException();
    }
  }

  /** The SHA-256 of what was written, in lower-case hex; all of it is on the disk. */
  private String write(InputStream body, Path part) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] some = new byte[BUFFER];
    long untilLook = 0;
    try (FileChannel out =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int read = body.read(some); read >= 0; read = body.read(some)) {
        untilLook -= read;
        if (untilLook <= 0) {
          untilLook = LOOK_EVERY;
          if (!space.enough()) {
            LOG.warn("A list is not taken: {}", space);
            throw Refusal.unavailable().asException();
          }
        }
        digest.update(some, 0, read);
        ByteBuffer bytes = ByteBuffer.wrap(some, 0, read);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The request that came under the same key before, whether it is checked by now or not. */
  private Optional<UUID> before(String journeyId, Caller caller, Optional<IdempotencyKey> key) {
    return key.flatMap(
        one ->
            rows.received(journeyId, one)
                .or(
                    () ->
                        keys.first(journeyId, one)
                            .filter(first -> caller.sees(first.applicationCode()))
                            .map(IdempotencyKeys.First::requestUuid)));
  }

  private Received keep(ClaimedFile file, Caller caller, Optional<IdempotencyKey> key, Path part)
      throws IOException {
    // Nobody looks for the file before it is there.
    if (!atWork.begin(file.requestUuid(), inbox.name())) {
      throw new IllegalStateException("a new uuid is not worked on by anybody");
    }
    try {
      try {
        rows.insert(file, key);
      } catch (DuplicateKeyException e) {
        // The same list came twice at the same moment.
        return new Received(before(file.journeyId(), caller, key).orElseThrow(() -> e), true);
      }
      try {
        inbox.take(file, part);
      } catch (IOException | RuntimeException e) {
        rows.delete(file.requestUuid());
        throw e;
      }
      try (var log = TraceLog.of(file.requestUuid(), file.traceparent())) {
        LOG.info(
            "Received: {} for journey {}, door {}",
            PrintableName.of(file.name()),
            PrintableName.of(file.journeyId()),
            file.door());
      }
      return new Received(file.requestUuid(), false);
    } finally {
      atWork.end(file.requestUuid());
    }
  }
}
