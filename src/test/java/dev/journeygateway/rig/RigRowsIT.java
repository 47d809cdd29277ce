package dev.journeygateway.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short forms of rows that end no process of the gateway. */
@Tag("long")
class RigRowsIT {

  private static final Duration AWAY = Duration.ofSeconds(12);

  @TempDir static Path folder;
  private static Launch launch;

  @BeforeAll
  static void unpack() {
    launch = Launch.quick(Path.of("target/journey-gateway.jar"), folder);
  }

  @Test
  void acceptsWhileTheBrokerIsAway() throws IOException {
    assertHolds(new Outage(Outage.Fault.BROKER_AWAY, AWAY));
  }

  @Test
  void losesNothingWhenTheOutboxIsFull() throws IOException {
    assertHolds(new Outage(Outage.Fault.OUTBOX_FULL, AWAY));
  }

  @Test
  void goesOnWhenItsThreadsAreInterrupted() throws IOException {
    Verdict verdict = outcome(new Interrupts()).verdict();

    assertThat(verdict.clean()).as("%s %s", verdict.counts(), verdict.examples()).isTrue();
  }

  private static void assertHolds(Row row) throws IOException {
    Outcome outcome = outcome(row);
    assertThat(outcome.holds())
        .as(
            "%s %s %s",
            outcome.verdict().counts(), outcome.verdict().examples(), outcome.measures())
        .isTrue();
  }

  private static Outcome outcome(Row row) throws IOException {
    Path own = Files.createDirectories(folder.resolve(row.name()));
    return row.run(new Row.Trial(launch, own, 1));
  }
}
