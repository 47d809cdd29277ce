package dev.journeygateway.deadletter;

import dev.journeygateway.access.Caller;
import dev.journeygateway.database.SqlFile;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.tracking.StartRequests;
import dev.journeygateway.tracking.TrackedRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What an administrator may do with dead letters: list them, look at one and send it back.
 *
 * <p>A dead letter belongs to the application that its message names or, where it names none, to
 * that of its request. One that belongs to nobody is shown to whoever administers every
 * application.
 */
public final class DeadLetterOffice {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterOffice.class);
  private static final String REOPEN = SqlFile.read("reopen-start-request");
  private static final String FAIL_AGAIN = SqlFile.read("fail-start-request-again");
  private static final String APPLICATIONS = SqlFile.read("find-application-codes");

  private final DeadLetterQueue queue;
  private final StartRequests requests;
  private final JdbcTemplate jdbc;
  private final DeadLetterSettings settings;

  public DeadLetterOffice(
      DeadLetterQueue queue,
      StartRequests requests,
      JdbcTemplate jdbc,
      DeadLetterSettings settings) {
    this.queue = queue;
    this.requests = requests;
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /** The newest first, at most {@code limit}, behind the id given; those of the caller alone. */
  public List<DeadLetter> list(Caller caller, Optional<String> after, int limit) {
    Set<String> everyApplication = everyApplication();
    return queue.list(letter -> sees(caller, letter, everyApplication), after, limit);
  }

  /**
   * One of the caller's dead letters.
   *
   * @throws dev.journeygateway.request.StartRequestRefused with DEAD_LETTER_NOT_FOUND, for another
   *     application's as for none
   */
  public DeadLetter find(Caller caller, String id) {
    Set<String> everyApplication = everyApplication();
    return queue
        .find(id)
        .filter(letter -> sees(caller, letter, everyApplication))
        .orElseThrow(DeadLetterOffice::notFound);
  }

  /**
   * Sends one back to be processed. Its request leaves {@code failed}, unless more of its messages
   * are dead letters. What had been recorded of it stays as it is: whoever has entered does not
   * enter again.
   *
   * @return the letter as it was, before it was sent back
   * @throws dev.journeygateway.request.StartRequestRefused with DEAD_LETTER_NOT_FOUND or
   *     SENT_BACK_TOO_OFTEN
   */
  public DeadLetter sendBack(Caller caller, String id) {
    DeadLetter letter = find(caller, id);
    if (letter.sentBack() >= settings.maxSendBacks()) {
      throw Refusal.of(
              Reason.SENT_BACK_TOO_OFTEN,
              "sent back %d times already, and failed again: %s"
                  .formatted(letter.sentBack(), letter.cause()),
              "sent_back",
              Integer.toString(letter.sentBack()))
          .asException();
    }
    boolean last = letter.requestUuid().isEmpty() || queue.count(letter.requestUuid().get()) <= 1;
    boolean moved;
    try {
      moved =
          queue.sendBack(
              id,
              taken -> {
                if (last) {
                  reopen(taken);
                }
              });
    } catch (RuntimeException e) {
      letter.requestUuid().filter(any -> last).ifPresent(request -> failAgain(letter, e));
      throw e;
    }
    if (!moved) {
      throw notFound();
    }
    try (var mdc =
        MDC.putCloseable("request_uuid", letter.requestUuid().map(Object::toString).orElse(""))) {
      LOG.info("Sent back: dead letter {}, for the {}. time", id, letter.sentBack() + 1);
    }
    return letter;
  }

  /** Before the message is back: the worker may fail again faster than we could write. */
  private void reopen(DeadLetter letter) {
    letter.requestUuid().ifPresent(request -> jdbc.update(REOPEN, request));
  }

  /** The message stayed where it was, so its request stays failed. */
  private void failAgain(DeadLetter letter, RuntimeException why) {
    try {
      jdbc.update(FAIL_AGAIN, letter.cause(), letter.requestUuid().orElseThrow());
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private Set<String> everyApplication() {
    return new HashSet<>(jdbc.queryForList(APPLICATIONS, String.class));
  }

  private boolean sees(Caller caller, DeadLetter letter, Set<String> everyApplication) {
    return letter
        .applicationCode()
        .or(() -> letter.requestUuid().flatMap(requests::find).map(TrackedRequest::applicationCode))
        .map(caller::sees)
        .orElseGet(() -> caller.applications().containsAll(everyApplication));
  }

  private static RuntimeException notFound() {
    return Refusal.of(Reason.DEAD_LETTER_NOT_FOUND, "dead letter not found").asException();
  }
}
