package dev.journeygateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the catalogue says of destinations, and what it may not say. */
class DestinationsOfTheCatalogueTest {

  private static CatalogFile read(String text) {
    return CatalogFile.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hosted(String settings) {
    return "destinations:\n  - {name: hosted, type: journey-api, " + settings + "}\n";
  }

  @Test
  void readsTheExampleInTheRepository() throws IOException {
    OfflineCatalog catalog = OfflineCatalog.read(Path.of("config/journeys-hosted.example.yaml"));

    OfflineCatalog.Found found = catalog.find("11111111-2222-3333-4444-555555555555").orElseThrow();
    Destination hosted = found.destination().orElseThrow();
    assertThat(hosted.period()).isEqualTo(Duration.ofSeconds(60));
    assertThat(hosted.timeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(hosted.retryHeld()).isEqualTo(Duration.ofMinutes(5));
    assertThat(hosted.idsPerCall()).isEqualTo(1000);
    assertThat(hosted.maxBody()).isEqualTo(2 << 20);
    assertThat(hosted.maxCalls()).isEqualTo(10_000);
    assertThat(hosted.whenUnknown()).isEqualTo(Destination.WhenUnknown.PARK);
    assertThat(catalog.find("22222222-3333-4444-5555-666666666666").orElseThrow().destination())
        .as("a journey's own word wins")
        .isEmpty();
    // What the example writes out is what it would be without.
    Destination bare =
        read(hosted("url: \"${HOSTED_URL}\", token: \"${HOSTED_TOKEN}\""))
            .destinations()
            .get(0)
            .destination();
    assertThat(bare.period()).isEqualTo(hosted.period());
    assertThat(bare.timeout()).isEqualTo(hosted.timeout());
    assertThat(bare.retryHeld()).isEqualTo(hosted.retryHeld());
    assertThat(bare.idsPerCall()).isEqualTo(hosted.idsPerCall());
    assertThat(bare.maxBody()).isEqualTo(hosted.maxBody());
    assertThat(bare.maxCalls()).isEqualTo(hosted.maxCalls());
    assertThat(Files.readString(Path.of("config/journeys-hosted.example.yaml")))
        .as("nothing to fill in but the environment")
        .contains("${HOSTED_URL}", "${HOSTED_TOKEN}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          url: "https://a.example", token: abc123 | must be a reference, ${NAME} for an environment variable
          url: "http://a.example", token: "${T}" | must be https
          url: "https://user:secret@a.example", token: "${T}" | must be an address such as https://journey.example.com
          url: "nonsense", token: "${T}" | must be an address such as https://journey.example.com
          token: "${T}" | needs a url
          url: "https://a.example" | needs a token
          url: "https://a.example", token: "${T}", period: 60 | is a duration such as 60s, not 60
          url: "https://a.example", token: "${T}", timeout: 0s | must be at most 1d, and more than 0
          url: "https://a.example", token: "${T}", max-body: 2 | is a size such as 2MB
          url: "https://a.example", token: "${T}", max-body: 1KB | must be 16KB to 64MB
          url: "https://a.example", token: "${T}", ids-per-call: 100001 | must be 1 to 100000
          url: "https://a.example", token: "${T}", when-unknown: perhaps | must be park or retry
          url: "https://a.example", token: "${T}", perod: 60s | unknown field: perod
          """)
  void refusesWhatCannotBe(String settings, String reason) {
    assertThatThrownBy(() -> read(hosted(settings)))
        .isInstanceOf(CatalogFile.Invalid.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("line ")
        .message()
        .doesNotContain("abc123", "secret@");
  }

  @Test
  void leavesTheSettingsOfOtherTypesToTheirRoutes() {
    Destination crm =
        read("destinations:\n  - {name: crm, type: crm, queue: people, region: eu}\n")
            .destinations()
            .get(0)
            .destination();

    assertThat(crm.settings()).containsEntry("queue", "people").containsEntry("region", "eu");
    assertThat(crm.paced()).as("no pace of its own").isFalse();
  }

  @Test
  void refusesADestinationThatIsNotThere() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    applications:
                      - code: AAAAA-00001
                        journeys:
                          - {id: j, destination: nowhere}
                    """))
        .hasMessageContaining("journey j names the unknown destination nowhere");
  }

  @Test
  void readsAnyAttributesAndALimitOfAnEntryPoint() {
    CatalogFile.EntryPointNode point =
        read("""
        applications:
          - code: AAAAA-00001
            journeys:
              - {id: j, entry-points: [{id: p, attributes: any, limit: {period: 5s}}]}
        """)
            .applications()
            .get(0)
            .journeys()
            .get(0)
            .entryPoints()
            .get(0);

    assertThat(point.attributes().any()).isTrue();
    assertThat(point.limit().duration()).isEqualTo(Duration.ofSeconds(5));
  }
}
