package dev.journeygateway.door.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.list.CheckedList;
import dev.journeygateway.list.ListRules;
import dev.journeygateway.list.Reading;
import dev.journeygateway.outbox.AcceptedMessage;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.outbox.Outbox;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.outbox.OutboxSettings;
import dev.journeygateway.process.ProcessLease;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.trace.Traces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.unit.DataSize;

class FileFeederTest {

  private final AtomicLong nanos = new AtomicLong();
  private Runnable meanwhile = () -> {};
  private final UUID request = UUID.randomUUID();
  private final ClaimedFile file = new ClaimedFile(request, "folder", "inbox", "j", "list.csv");

  private final List<List<AcceptedMessage>> puts = new ArrayList<>();
  private final Database database = TestDatabase.SQLITE.migrated();
  private final JdbcTemplate jdbc = database.writing();
  private final ProcessLease lease = new ProcessLease(database);
  private final StartFiles rows = new StartFiles(database, lease);

  @TempDir Path folder;

  @Test
  void goesOnWithAFileBehindAnErrorOfTheMachine() throws IOException {
    Path list = list("user_id\na\nb\n", 2);
    try (FileFeeder tending = tending(new FailsOnce(list))) {

      tending.look();
      assertThat(puts).isEmpty();
      nanos.addAndGet(Duration.ofSeconds(3).toNanos());
      tending.look();

      assertThat(puts).hasSize(1);
    }
  }

  @Test
  void putsFewChunksAtATimeWhereRowsAreWide() throws IOException {
    StringBuilder text = new StringBuilder("user_id,a\n");
    for (int i = 0; i < 3_000; i++) {
      text.append("user-").append(i).append(',').append("x".repeat(4_096)).append('\n');
    }
    try (FileFeeder tending = tending(new InboxOfOneFile(list(text.toString(), 3_000)))) {

      tending.look();

      assertThat(puts.stream().mapToInt(List::size).sum()).isGreaterThan(10);
      assertThat(puts)
          .allSatisfy(
              put ->
                  assertThat(put.stream().mapToInt(chunk -> chunk.body().length()).sum())
                      .isLessThan(4 << 20));
    }
  }

  @Test
  void feedsOneFileThatNeedNotWaitForALookAtAll() throws IOException {
    try (FileFeeder tending = tending(new InboxOfOneFile(list("user_id\na\n", 1)))) {

      tending.lookSoon(UUID.randomUUID());
      assertThat(puts).isEmpty();
      tending.lookSoon(request);

      assertThat(puts).hasSize(1);
    }
  }

  @Test
  void doesNotPutAgainWhatWasPutSinceTheLook() throws IOException {
    try (FileFeeder tending = tending(new InboxOfOneFile(list("user_id\na\n", 1)))) {
      // The clock is read between the look and the work.
      meanwhile = () -> new StartRequests(database).noteListEnqueued(request);

      tending.look();

      assertThat(puts).isEmpty();
    }
  }

  /** A checked list whose request is accepted. */
  private Path list(String text, int requested) throws IOException {
    Path list = Files.writeString(folder.resolve("list.csv"), text);
    jdbc.update(
        "insert into start_request (request_uuid, door, journey_id, entry_point_id,"
            + " application_code, selector, state, accepted_at, requested) values (?, 'folder',"
            + " 'j', 'p', 'a', 'users', 'accepted', '2026-01-01T00:00:00.000000Z', ?)",
        request,
        requested);
    rows.insert(file);
    rows.noteChecked(
        request,
        (CheckedList) Reading.check(list, ListRules.DEFAULT, folder.resolve("rejects.csv")));
    return list;
  }

  private FileFeeder tending(Inbox inbox) {
    return new FileFeeder(
        InboxOfOneFile.settings(1),
        Map.of("inbox", inbox),
        rows,
        new FilesAtWork(nanos::get),
        new StartRequests(database),
        new AcceptedMessages(1_000),
        new OutboxSender(
            new Outbox(database, lease),
            puts::add,
            lease,
            new OutboxSettings(1, DataSize.ofMegabytes(1)),
            0,
            Traces.off()),
        null,
        new FeederThreads(Runnable::run),
        () -> {
          meanwhile.run();
          return nanos.get();
        });
  }

  /** A folder where the file cannot be opened at first. */
  private static final class FailsOnce extends InboxOfOneFile {

    private boolean failed;

    FailsOnce(Path list) throws IOException {
      super(list);
    }

    @Override
    public Optional<Path> open(ClaimedFile file) {
      if (!failed) {
        failed = true;
        throw new InternalError("the machine is at its end");
      }
      return super.open(file);
    }
  }
}
