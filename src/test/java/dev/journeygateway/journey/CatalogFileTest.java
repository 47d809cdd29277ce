package dev.journeygateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
              assertThat(application.journeys().get(0).entryPoints().get(0).attributes().names())
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
            "applications:\n"
                + "  - code: AAAAA-00001\n"
                + "    journeys:\n"
                + "      - id: x\n"
                + "        entry-points: [{id: p}]\n");

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
        "applications:\\n"
            + "  - code: nope | line 2: an application code looks like XXXXX-XXXXX, not nope",
        "applications:\\n  - code: AAAAA-00001\\n    colour: red | line 3: unknown field: colour",
        "applications:\\n"
            + "  - code: AAAAA-00001\\n"
            + "    journeys:\\n"
            + "      - {id: a/b} | line 4: a journey needs an id of at most 64 printable characters"
            + " without /, \\ and %, not a/b",
        "applications:\\n"
            + "  - code: AAAAA-00001\\n"
            + "    journeys:\\n"
            + "      - {id: x, state: asleep} | line 4: state must be draft, running, paused, held,"
            + " finished or archived",
        "applications:\\n"
            + "  - code: AAAAA-00001\\n"
            + "    tokens:\\n"
            + "      - {sha256: abc, scopes: [start]} | line 4: a token's sha256 is 64 lower-case"
            + " hex digits",
        "applications:\\n"
            + "  - code: AAAAA-00001\\n"
            + "    journeys:\\n"
            + "      - {id: x}\\n"
            + "      - {id: x} | line 5: journey x is there twice",
        "applications:\\n"
            + "  - code: AAAAA-00001\\n"
            + "  - code: AAAAA-00001 | line 3: application AAAAA-00001 is there twice",
        "applications:\\n  - code: AAAAA-00001\\n  code: x | line 3: ",
        "groups:\\n"
            + "  - {code: GGGGG-00001, applications: [BBBBB-00002]} | line 2: group GGGGG-00001"
            + " names the unknown application BBBBB-00002",
      })
  void refusesAWrongFileWithTheLineAndTheReason(String text, String message) {
    assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
        .isInstanceOf(CatalogFile.Invalid.class)
        .message()
        .startsWith(message)
        .doesNotContain("dev.journeygateway");
  }

  private static final String SHA =
      "8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918";

  /** An application of which the lines from the third on are given. */
  private static String application(String... lines) {
    return "applications:\n  - code: AAAAA-00001\n    " + String.join("\n    ", lines) + "\n";
  }

  static Stream<Arguments> wrong() {
    String token = "  - {sha256: " + SHA + ", scopes: [start]}";
    return Stream.of(
        Arguments.of(
            application("tokens:", token, token),
            "line 5: token 8c6976e5... of application AAAAA-00001 is there twice"),
        Arguments.of(
            application("name: x") + "groups:\n  - {code: GGGGG-00001}\n  - {code: GGGGG-00001}\n",
            "line 6: group GGGGG-00001 is there twice"),
        Arguments.of(
            application("name: x")
                + "groups:\n"
                + "  - code: GGGGG-00001\n"
                + "    applications:\n"
                + "      - AAAAA-00001\n"
                + "      - AAAAA-00001\n",
            "line 8: application AAAAA-00001 in group GGGGG-00001 is there twice"),
        Arguments.of(
            application(
                "tokens:",
                "  - sha256: " + SHA,
                "    scopes: [start]",
                "    hint: " + "x".repeat(40),
                "    revoked: false"),
            "line 6: the hint of a token has at most 32 printable characters"),
        Arguments.of(
            application("unknown-ids: skip", "name: " + "x".repeat(300), "tags: []"),
            "line 4: the name of application AAAAA-00001 needs 1 to 255 printable characters"),
        Arguments.of(
            application("journeys:", "  - title: One", "    id: a%b", "    state: running"),
            "line 5: a journey needs an id of at most 64 printable characters without /, \\ and %,"
                + " not a%b"),
        Arguments.of(
            application("journeys:", "  - {id: 'a\\b'}"),
            "line 4: a journey needs an id of at most 64 printable characters without /, \\ and %,"
                + " not a\\b"),
        Arguments.of(
            application("journeys:", "  - {id: ..}"),
            "line 4: a journey needs an id of at most 64 printable characters without /, \\ and %,"
                + " not .."),
        Arguments.of(
            application("journeys:", "  - {id: \"a\u200Bb\"}"),
            "line 4: a journey needs an id of at most 64 printable characters without /, \\ and %,"
                + " not aU+200Bb"),
        Arguments.of(
            application("journeys:", "  - {id: devices}"),
            "line 4: a journey cannot have the id devices: its folder is that of the device files"),
        Arguments.of(
            application(
                "journeys:",
                "  - {id: one, title: two}",
                "  - id: two",
                "    title: one",
                "  - id: one"),
            "line 7: journey one is there twice"),
        Arguments.of(
            application("journeys:", "  - {id: one}", "  -"),
            "line 5: a journey of application AAAAA-00001 is empty"),
        Arguments.of(
            application("tokens:", "  - {sha256: " + SHA + ", scopes: [start, sing]}"),
            "line 4: an item of scopes must be start, read, operate or admin"),
        Arguments.of(application("journeys: many"), "line 3: journeys must be a list"),
        Arguments.of(application("name: [x]"), "line 3: name must be a text"),
        Arguments.of(
            application(
                "journeys:",
                "  - id: x",
                "    entry-points:",
                "      - {id: p, deactivated: perhaps}"),
            "line 6: deactivated must be true or false"),
        Arguments.of(application("name: x", "name: y"), "line 4: the field name is there twice"),
        Arguments.of(
            application("journeys:", "  - {id: x"),
            "line 5: the YAML is broken here: expected ','"),
        Arguments.of("applications:\n  - code: \t'x\n", "line "));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void namesTheLineOfTheFieldThatIsWrong(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(CatalogFile.Invalid.class)
        .message()
        .startsWith(message)
        .hasLineCount(1)
        .doesNotContain("dev.journeygateway", "jackson", "Feature", "java.");
  }

  @Test
  void namesTheLineThatIsNotUtf8() {
    byte[] latin1 =
        application("unknown-ids: skip", "name: Caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> CatalogFile.read(latin1)).hasMessage("line 4: the text is not UTF-8");
  }

  @Test
  void takesAByteOrderMark() {
    assertThat(read("\uFEFF" + application("name: x")).applications()).hasSize(1);
  }
}
