package dev.journeygateway.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  @TempDir Path folder;
  private Path page;

  @BeforeEach
  void name() {
    page = folder.resolve("docs/benchmarks.md");
  }

  @Test
  void makesAMissingPageWithItsPreface() throws IOException {
    Report.write(page, "accept", "first");
    assertThat(page)
        .content()
        .startsWith("# Benchmarks")
        .endsWith("<!-- accept:begin -->\n\nfirst\n\n<!-- accept:end -->\n");
  }

  @Test
  void replacesItsOwnSectionAndKeepsTheRest() throws IOException {
    Report.write(page, "accept", "first");
    Report.write(page, "files", "other");
    Files.writeString(page, Files.readString(page) + "\nby hand\n");
    Report.write(page, "accept", "second");
    assertThat(page).content().contains("second", "other", "by hand").doesNotContain("first");
  }

  @Test
  void keepsWhatWasMeasuredWithDelayedSyncsApart() throws IOException {
    Report.write(page, "accept", "`bench/run accept` first");
    Report.write(page, "accept", "`bench/run accept` second", Optional.of("600"));
    assertThat(page)
        .content()
        .contains("`bench/run accept` first", "<!-- accept-slow:begin -->")
        .contains("`SYNC_DELAY_US=600 bench/run accept` second");
  }

  @Test
  void refusesABrokenPairOfMarkers() throws IOException {
    Report.write(page, "accept", "first");
    Files.writeString(page, Files.readString(page).replace("<!-- accept:end -->", ""));
    assertThatThrownBy(() -> Report.write(page, "accept", "second"))
        .isInstanceOf(BenchFailure.class);
  }
}
