package dev.journeygateway.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of the proof: the packaged gateway is killed twenty times under load. The long
 * form is {@code bench/rig all}.
 */
@Tag("long")
class RigIT {

  private static final int KILLS = 20;

  @TempDir Path folder;

  @Test
  void losesNothingInTwentyKills() {
    Launch launch = Launch.quick(Path.of("target/journey-gateway.jar"), folder);
    Outcome outcome =
        new RandomKill(new RandomKill.Size(2000, 100_000, 600))
            .run(new Row.Trial(launch, folder, KILLS));

    Verdict verdict = outcome.verdict();
    assertThat(verdict.accepted())
        .as("accepted, so that there was something to lose")
        .isGreaterThan(3 * KILLS);
    assertThat(verdict.lost() + verdict.partial() + verdict.duplicate() + verdict.unexpected())
        .as("%s %s", verdict.counts(), verdict.examples())
        .isZero();
    assertThat(verdict.limitBroken()).as("%s", verdict.examples()).isZero();
  }
}
