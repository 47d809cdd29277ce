package dev.journeygateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogFileTest {

  private static CatalogFile read(String text) {
    return CatalogFile.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsTheOneInTheRepository() throws Exception {
    CatalogFile file = CatalogFile.read(Files.readAllBytes(Path.of("config/journeys.yaml")));

    assertThat(file.applications())
        .singleElement()
        .satisfies(
            application -> {
              assertThat(application.code()).isEqualTo("AAAAA-00001");
              assertThat(application.journeys().get(0).entryPoints().get(0).attributes())
                  .containsExactlyInAnyOrder("promo_code", "tier");
            });
  }

  @Test
  void takesAnEmptyFileForNoJourneys() {
    assertThat(read("").applications()).isEmpty();
    assertThat(read("# nothing yet\n").applications()).isEmpty();
  }

  @Test
  void fillsInWhatIsLeftOut() {
    CatalogFile file =
        read(
            "applications:\n  - code: AAAAA-00001\n    journeys:\n      - id: x\n        entry-points: [{id: p}]\n");

    var application = file.applications().get(0);
    assertThat(application.unknownIds()).isEqualTo(CatalogFile.UnknownIds.ENTER);
    assertThat(application.journeys().get(0).state()).isEqualTo(Journey.State.DRAFT);
    assertThat(application.journeys().get(0).entryPoints().get(0).reEntry())
        .isEqualTo(CatalogFile.ReEntry.ALWAYS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "applications:\\n  - code: nope | line 2: an application code looks like XXXXX-XXXXX, not nope",
        "applications:\\n  - code: AAAAA-00001\\n    colour: red | line 3: unknown field: colour",
        "applications:\\n  - code: AAAAA-00001\\n    journeys:\\n      - {id: a/b} | line 4: a journey needs an id of at most 64"
            + " printable characters without a slash, not a/b",
        "applications:\\n  - code: AAAAA-00001\\n    journeys:\\n      - {id: x, state: asleep} | line 4: ",
        "applications:\\n  - code: AAAAA-00001\\n    tokens:\\n      - {sha256: abc, scopes: [start]} | line 4: a token's sha256 is 64"
            + " lower-case hex digits",
        "applications:\\n  - code: AAAAA-00001\\n    journeys:\\n      - {id: x}\\n      - {id: x} | line 5: journey x stands twice",
        "applications:\\n  - code: AAAAA-00001\\n  - code: AAAAA-00001 | line 3: application AAAAA-00001 stands twice",
        "applications:\\n  - code: AAAAA-00001\\n  code: x | line 3: ",
        "groups:\\n  - {code: GGGGG-00001, applications: [BBBBB-00002]} | group GGGGG-00001 names the unknown application"
            + " BBBBB-00002",
      })
  void refusesAWrongFileWithTheLineAndTheReason(String text, String message) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
        .isInstanceOf(CatalogFile.Invalid.class)
        .message()
        .startsWith(message)
        .doesNotContain("dev.journeygateway");
  }
}
