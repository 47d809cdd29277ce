package dev.journeygateway.door.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.door.http.HttpSettings;
import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.process.ProcessLease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class FileIntakeTest {

  private final UUID request = UUID.randomUUID();
  private final ClaimedFile file = new ClaimedFile(request, "folder", "inbox", "j", "list.csv");
  private final Database database = TestDatabase.SQLITE.migrated();
  private final StartFiles rows = new StartFiles(database, new ProcessLease(database));
  private final FilesAtWork atWork = new FilesAtWork(() -> 0);
  private final FileIntake taking =
      new FileIntake(
          InboxOfOneFile.settings(2),
          1_000,
          new HttpSettings(
              DataSize.ofMegabytes(16),
              100_000,
              64,
              OverLimit.REFUSE,
              null,
              DataSize.ofMegabytes(16)),
          null,
          rows,
          atWork,
          () -> 0);

  @Test
  void takesAFileThatADeadGatewayLeft() throws IOException {
    rows.insert(file);

    assertThat(taking.next(new InboxOfOneFile(Path.of("list.csv")))).containsExactly(file);
  }

  @Test
  void doesNotTakeAgainWhatWasAcceptedWhileItLooked() throws IOException {
    rows.insert(file);
    InboxOfOneFile place =
        new InboxOfOneFile(Path.of("list.csv")) {
          @Override
          public boolean settled(ClaimedFile claimed) {
            accept();
            return true;
          }
        };

    assertThat(taking.next(place)).isEmpty();
    assertThat(atWork.running("inbox")).isZero();
  }

  @Test
  void looksAfterClaimedFilesBetweenTwoLooksForNewOnes() throws IOException {
    rows.insert(file);
    InboxOfOneFile notDue =
        new InboxOfOneFile(Path.of("list.csv")) {
          @Override
          public boolean due() {
            return false;
          }

          @Override
          public List<ClaimedFile> claim(int most) {
            throw new AssertionError("it is not time for new files");
          }
        };

    assertThat(taking.next(notDue)).containsExactly(file);
  }

  @Test
  void asksForWorkMoreOftenThanForNewFiles() {
    var seldom =
        new FileSettings(
            Duration.ofSeconds(5), false, null, null, 2, Duration.ofMinutes(5), 200, null, null);

    assertThat(seldom.timerMillis()).isEqualTo(500);
    assertThat(InboxOfOneFile.settings(2).timerMillis()).isEqualTo(500);
  }

  @Test
  void holdsNoFileWhoseServerIsAway() throws IOException {
    rows.insert(file);
    InboxOfOneFile away =
        new InboxOfOneFile(Path.of("list.csv")) {
          @Override
          public boolean settled(ClaimedFile claimed) throws IOException {
            throw new PlaceAwayException("away", null);
          }
        };

    assertThat(taking.next(away)).isEmpty();
    assertThat(atWork.running("inbox")).isZero();
  }

  private void accept() {
    database
        .writing()
        .update(
            "insert or ignore into start_request (request_uuid, door, journey_id, entry_point_id,"
                + " application_code, selector, state, accepted_at, requested) values (?, 'folder',"
                + " 'j', 'p', 'a', 'users', 'accepted', '2026-01-01T00:00:00.000000Z', 1)",
            request);
  }
}
