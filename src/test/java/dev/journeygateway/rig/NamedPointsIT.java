package dev.journeygateway.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the row: the process ends at each named point once. */
@Tag("long")
class NamedPointsIT {

  @TempDir Path folder;

  @Test
  void losesNothingAtAnyNamedPoint() {
    Launch launch = Launch.quick(Path.of("target/journey-gateway.jar"), folder);
    int points = Rules.read("points").names().size();

    Verdict verdict =
        new NamedPoints(List.of()).run(new Row.Trial(launch, folder, points)).verdict();

    assertThat(verdict.clean()).as("%s %s", verdict.counts(), verdict.examples()).isTrue();
    assertThat(verdict.accepted()).isGreaterThan(10L * points);
  }
}
