package dev.journeygateway.door.file;

import dev.journeygateway.door.file.StartFiles.Accepted;
import dev.journeygateway.door.file.StartFiles.Owned;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.list.CheckedList;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.RowChunk;
import dev.journeygateway.list.RowChunks;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.Selector;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.State;
import dev.journeygateway.status.TrackedRequest;
import dev.journeygateway.trace.TraceLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after files whose request is accepted: feeds those that have their slot to the queue, chunk
 * by chunk and never far ahead of the worker, and files away those that are done. No thread waits
 * for anything: each look does what can be done now.
 */
final class FileFeeder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileFeeder.class);

  /** One broker transaction, so one sync. */
  private static final int CHUNKS_AT_A_TIME = 8;

  /** Characters of their messages after which no more chunks join a transaction. */
  private static final int CHARACTERS_AT_A_TIME = 2 << 20;

  /** Then another file has its turn. */
  private static final int TRANSACTIONS_A_TURN = 8;

  private static final long LOG_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

  private final int maxUnprocessedChunks;
  private final Map<String, Inbox> inboxes;
  private final StartFiles rows;
  private final FilesAtWork atWork;
  private final StartRequests startRequests;
  private final AcceptedMessages messages;
  private final OutboxSender sender;
  private final FileResults results;
  private final FeederThreads threads;
  private final LongSupplier nanoTime;
  private final Map<UUID, Feed> feeds = new ConcurrentHashMap<>();
  private final Map<UUID, Long> logged = new ConcurrentHashMap<>();

  /**
   * @param inboxes by their names
   * @param threads on which files are fed and filed away, an inbox's own
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  public FileFeeder(
      FileSettings settings,
      Map<String, Inbox> inboxes,
      StartFiles rows,
      FilesAtWork atWork,
      StartRequests startRequests,
      AcceptedMessages messages,
      OutboxSender sender,
      FileResults results,
      FeederThreads threads,
      LongSupplier nanoTime) {
    this.maxUnprocessedChunks = settings.maxUnprocessedChunks();
    this.inboxes = Map.copyOf(inboxes);
    this.rows = rows;
    this.atWork = atWork;
    this.startRequests = startRequests;
    this.messages = messages;
    this.sender = sender;
    this.results = results;
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /** One look at every file of this gateway. */
  public void look() {
    Set<UUID> owned = new HashSet<>();
    for (Owned file : rows.owned()) {
      owned.add(file.file().requestUuid());
      look(file);
    }
    for (UUID gone : feeds.keySet()) {
      if (!owned.contains(gone) && atWork.begin(gone, "")) {
        close(gone);
        atWork.end(gone);
      }
    }
  }

  /** A look at one file, which then need not wait for the next look at all of them. */
  public void lookSoon(UUID id) {
    threads.looks(
        () -> {
          try {
            rows.owned(id).ifPresent(this::look);
          } catch (RuntimeException e) {
            LOG.debug("The next look at all files will find it", e);
          }
        });
  }

  private void look(Owned file) {
    UUID id = file.file().requestUuid();
    if (file.begun().isPresent()) {
      logProgress(file.file());
    }
    if (work(file).isPresent() && atWork.begin(id, file.file().place())) {
      threads.of(file.file().place(), () -> run(file.file()));
    }
  }

  private interface Work {
    /** True when there is more to do at once. */
    boolean run() throws IOException;
  }

  /** What there is to do with a file now. */
  private Optional<Work> work(Owned file) {
    if (file.begun().isEmpty() || !inboxes.containsKey(file.file().place())) {
      return Optional.empty();
    }
    Accepted accepted = file.begun().get();
    if (accepted.state() == State.CANCELLED) {
      return Optional.of(() -> finish(file));
    }
    if (!accepted.enqueued() && file.checked().isPresent()) {
      return Optional.of(() -> feed(file));
    }
    return settled(accepted) ? Optional.of(() -> finish(file)) : Optional.empty();
  }

  private boolean settled(Accepted accepted) {
    return accepted.state() == State.DONE
        || accepted.state() == State.FAILED
        || maxUnprocessedChunks == 0 && accepted.enqueued();
  }

  private void run(ClaimedFile claimed) {
    UUID id = claimed.requestUuid();
    try (var log = TraceLog.of(id, Optional.empty())) {
      // Read again: its worker has gone on since the look saw it.
      Optional<Owned> owned = rows.owned(id);
      TraceLog.of(id, owned.flatMap(Owned::accepted).flatMap(Accepted::traceparent));
      Optional<Work> work = owned.flatMap(this::work);
      if (work.isPresent() && work.get().run()) {
        // Behind the others that wait for a thread, so that each has its turn.
        threads.of(claimed.place(), () -> run(claimed));
      } else {
        atWork.end(id);
      }
    } catch (IOException | RuntimeException | Error e) {
      // An error, too, for memory may be short for a moment: a file that nobody ends the work on
      // would wait for the next start.
      close(id);
      int failures = atWork.failed(id);
      if (e instanceof IOException) {
        inboxes.get(claimed.place()).failed(claimed, e);
      } else if (Integer.bitCount(failures) == 1) {
        LOG.warn("Failed {} times in a row, tries again: {}", failures, e.toString());
      }
    }
  }

  /** A file being read for the second time, and how far that reading has come. */
  private static final class Feed {

    private final CheckedList checked;
    private final RowChunks chunks;
    private final AcceptedRequest request;
    private final int listed;
    private int fed;
    private long rowsFed;

    Feed(CheckedList checked, RowChunks chunks, AcceptedRequest request, Owned file) {
      this.checked = checked;
      this.chunks = chunks;
      this.request = request;
      this.listed = file.listed();
      this.fed = file.fed();
      this.rowsFed = file.rowsFed();
    }
  }

  private boolean feed(Owned file) throws IOException {
    UUID id = file.file().requestUuid();
    Feed feed = feeds.get(id);
    if (feed == null) {
      Optional<Feed> opened = open(file);
      if (opened.isEmpty()) {
        return lost(file, "the file is gone, or is not the one that was checked");
      }
      feed = opened.get();
      feeds.put(id, feed);
    }
    for (int i = 0; i < TRANSACTIONS_A_TURN && feed.chunks.hasNext(); i++) {
      OptionalInt chunksDone = rows.chunksDone(id);
      if (chunksDone.isEmpty()) {
        // Cancelled: the next look files it away.
        return true;
      }
      int room =
          maxUnprocessedChunks == 0
              ? CHUNKS_AT_A_TIME
              : maxUnprocessedChunks - (feed.fed - chunksDone.getAsInt());
      if (room <= 0) {
        return false;
      }
      if (!put(feed, Math.min(room, CHUNKS_AT_A_TIME))) {
        close(id);
        LOG.warn("Another gateway goes on with the file");
        return false;
      }
    }
    if (feed.chunks.hasNext()) {
      return true;
    }
    startRequests.noteListEnqueued(id);
    close(id);
    LOG.info("All {} rows are on the queue, in {} chunks", feed.rowsFed, feed.fed);
    return false;
  }

  private Optional<Feed> open(Owned file) throws IOException {
    StartFiles.Note note = file.checked().orElseThrow();
    Optional<Path> path = inboxes.get(file.file().place()).open(file.file());
    if (path.isEmpty() || !(file.file().inboxName() instanceof ListName name)) {
      return Optional.empty();
    }
    CheckedList checked = note.at(path.get(), name);
    if (java.nio.file.Files.size(path.get()) != checked.bytes()) {
      return Optional.empty();
    }
    Accepted accepted = file.accepted().orElseThrow();
    AcceptedRequest request =
        new AcceptedRequest(
            file.file().requestUuid(),
            file.file().door(),
            new Slot(file.file().journeyId(), accepted.entryPointId()),
            accepted.applicationCode(),
            new Selector.Listed(
                accepted.selector(), checked.rows(), checked.badRows(), checked.attributeColumns()),
            checked.attributesForAll(),
            accepted.acceptedAt(),
            Optional.empty(),
            accepted.traceparent());
    return Optional.of(new Feed(checked, checked.chunks(file.fed() + 1), request, file));
  }

  private boolean put(Feed feed, int most) {
    List<AcceptedMessage> chunks = new ArrayList<>(most);
    List<RowChunk.RejectedRow> rejected = new ArrayList<>();
    int rowsPut = 0;
    int characters = 0;
    while (chunks.size() < most && characters < CHARACTERS_AT_A_TIME && feed.chunks.hasNext()) {
      RowChunk chunk;
      try {
        chunk = feed.chunks.next();
      } catch (NoSuchElementException e) {
        break;
      }
      AcceptedMessage message =
          messages.write(feed.request, chunk.number(), chunk.last(), chunk.rows());
      chunks.add(message);
      characters += message.body().length();
      rowsPut += chunk.rows().size();
      if (chunk.number() > feed.listed) {
        rejected.addAll(chunk.rejected());
      }
    }
    if (!rejected.isEmpty()) {
      // Before the rows are on the queue, so that a request that shows done has all its outcomes.
      rows.list(feed.request.requestUuid(), feed.fed + chunks.size(), rejected);
    }
    feed.fed += chunks.size();
    feed.rowsFed += rowsPut;
    return sender.send(
        chunks, () -> rows.noteFed(feed.request.requestUuid(), feed.fed, feed.rowsFed));
  }

  private boolean lost(Owned file, String reason) throws IOException {
    LOG.error("Failed: {}", reason);
    rows.fail(file.file().requestUuid(), reason);
    fileAway(file, false);
    return false;
  }

  private boolean finish(Owned file) throws IOException {
    State state = file.accepted().orElseThrow().state();
    close(file.file().requestUuid());
    fileAway(file, state != State.FAILED && state != State.CANCELLED);
    return false;
  }

  private void fileAway(Owned file, boolean done) throws IOException {
    UUID id = file.file().requestUuid();
    inboxes.get(file.file().place()).fileAway(file.file(), done, results.of(file));
    rows.delete(id);
    logged.remove(id);
    LOG.info("Filed away under {}", done ? "archive" : "failed");
  }

  private void logProgress(ClaimedFile file) {
    UUID id = file.requestUuid();
    long now = nanoTime.getAsLong();
    Long before = logged.putIfAbsent(id, now);
    if (before == null || now - before < LOG_EVERY_NANOS) {
      return;
    }
    logged.put(id, now);
    Optional<TrackedRequest> tracked = startRequests.find(id);
    if (tracked.isPresent()) {
      try (var log = TraceLog.of(id, tracked.get().traceparent())) {
        LOG.info("Entering: {}", results.progress(tracked.get()));
      }
    }
  }

  private void close(UUID id) {
    Feed feed = feeds.remove(id);
    if (feed != null) {
      try {
        feed.chunks.close();
      } catch (IOException e) {
        LOG.debug("A file that was only read could not be closed", e);
      }
    }
  }

  /** Leaves its files to the next process. */
  @Override
  public void close() {
    feeds.keySet().forEach(this::close);
  }
}
