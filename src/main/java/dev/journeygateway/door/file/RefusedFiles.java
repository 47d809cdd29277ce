package dev.journeygateway.door.file;

import dev.journeygateway.door.RefusalJson;
import dev.journeygateway.door.Refusals;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.trace.TraceLog;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a claimed file that failed: it is tried again where its place, the
 * database or the disk is away, and filed away with the reason where it is refused.
 */
final class RefusedFiles {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedFiles.class);

  /** A file that fails for an unforeseen reason is tried so often before it is refused. */
  private static final int TRIES = 5;

  private final FilesAtWork atWork;
  private final FilePlaces places;
  private final StartFiles rows;
  private final FileResults results;
  private final LimitSettings limit;
  private final UploadedFiles uploaded;

  RefusedFiles(
      FilesAtWork atWork,
      FilePlaces places,
      StartFiles rows,
      FileResults results,
      LimitSettings limit,
      UploadedFiles uploaded) {
    this.atWork = atWork;
    this.places = places;
    this.rows = rows;
    this.results = results;
    this.limit = limit;
    this.uploaded = uploaded;
  }

  /**
   * @param counted hears the reason where the file is refused
   */
  void fileAway(ClaimedFile file, Throwable failure, Consumer<Reason> counted) throws IOException {
    Inbox inbox = places.of(file);
    try (var log = TraceLog.of(file.requestUuid(), file.traceparent())) {
      if (failure instanceof FileIntake.NotTaken) {
        LOG.info("Not taken: {}", failure.getMessage());
        atWork.end(file.requestUuid());
        return;
      }
      if (failure instanceof IOException) {
        // The disk's or the server's, for what is wrong with the file itself is a refusal.
        atWork.failed(file.requestUuid());
        inbox.failed(file, failure);
        return;
      }
      Refusal refusal = Refusals.of(failure);
      if (comesAgain(refusal.reason()) || refusal.reason() == Reason.INTERNAL) {
        int times = atWork.failed(file.requestUuid());
        if (comesAgain(refusal.reason()) || times < TRIES) {
          if (Integer.bitCount(times) == 1) {
            LOG.warn("Failed {} times in a row, tries again: {}", times, String.valueOf(failure));
          }
          return;
        }
      }
      // The caller of an uploaded list was answered: it is shown as the status of the request.
      if (file.door().equals(UploadedFiles.DOOR)) {
        uploaded.refused(file, refusal);
      }
      inbox.fileAway(file, false, results.refused(file, RefusalJson.body(refusal, limit)));
      rows.delete(file.requestUuid());
      counted.accept(refusal.reason());
      LOG.info("Refused: {}", refusal.reason());
      atWork.end(file.requestUuid());
    } catch (IOException e) {
      atWork.failed(file.requestUuid());
      inbox.failed(file, e);
    } catch (RuntimeException e) {
      atWork.failed(file.requestUuid());
      throw e;
    }
  }

  static boolean comesAgain(Reason reason) {
    return reason == Reason.UNAVAILABLE || reason == Reason.IDEMPOTENCY_KEY_IN_USE;
  }
}
