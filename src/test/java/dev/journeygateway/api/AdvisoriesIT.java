package dev.journeygateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/advisories.csv, which is kept by hand, against the bill of materials of this build: an
 * artifact in an affected range needs a guard of ours, named by the test that covers it. What
 * nobody wrote down there is not found here.
 */
class AdvisoriesIT {

  private static final Path ADVISORIES = Path.of("docs/advisories.csv");
  private static final Path BILL = Path.of("target/classes/META-INF/sbom/application.cdx.json");

  private static List<NamedCsvRecord> advisories() throws IOException {
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(ADVISORIES)) {
      return csv.stream().toList();
    }
  }

  /** What is shipped: versions by group and name. */
  private static Map<String, String> bill() throws IOException {
    Map<String, String> versions = new HashMap<>();
    for (JsonNode one : RunningGateway.JSON.readTree(BILL.toFile()).get("components")) {
      versions.put(
          one.path("group").asText() + ":" + one.path("name").asText(),
          one.path("version").asText());
    }
    return versions;
  }

  @Test
  void everyArtifactInAnAffectedRangeHasAGuard() throws IOException {
    Map<String, String> bill = bill();
    assertThat(bill).containsKeys("org.apache.camel:camel-jms", "org.xerial:sqlite-jdbc");

    assertThat(unguarded(advisories(), bill)).isEmpty();
  }

  private static List<String> unguarded(List<NamedCsvRecord> advisories, Map<String, String> bill) {
    List<String> unguarded = new ArrayList<>();
    for (NamedCsvRecord advisory : advisories) {
      String version = bill.get(advisory.getField("artifact"));
      if (version != null
          && affected(version, advisory.getField("affected"))
          && advisory.getField("guard").isBlank()) {
        unguarded.add(
            advisory.getField("advisory") + " " + advisory.getField("artifact") + " " + version);
      }
    }
    return unguarded;
  }

  @Test
  void everyGuardIsATestThatIsThere() throws Exception {
    for (NamedCsvRecord advisory : advisories()) {
      String guard = advisory.getField("guard");
      if (!guard.isBlank()) {
        String[] test = guard.split("#");
        Class<?> type = Class.forName(test[0]);
        assertThat(
                Stream.concat(
                    Arrays.stream(type.getDeclaredMethods()).map(method -> method.getName()),
                    Arrays.stream(type.getDeclaredFields()).map(field -> field.getName())))
            .as(guard)
            .contains(test[1]);
      }
    }
  }

  @Test
  void everyAdvisorySaysWhereAndWhenItWasRead() throws IOException {
    for (NamedCsvRecord advisory : advisories()) {
      assertThat(advisory.getField("source")).as(advisory.toString()).startsWith("https://");
      assertThat(advisory.getField("read")).matches("20[0-9]{2}-[01][0-9]-[0-3][0-9]");
      assertThat(advisory.getField("affected")).matches("([<>]=?[0-9]\\S*)( [<>]=?[0-9]\\S*)*");
    }
  }

  /** That an artifact in a range would be found. */
  @Test
  void wouldNoticeAnAffectedArtifact() throws IOException {
    NamedCsvRecord camel =
        advisories().stream()
            .filter(one -> one.getField("artifact").equals("org.apache.camel:camel-mina"))
            .findFirst()
            .orElseThrow();
    String name = camel.getField("artifact");

    assertThat(unguarded(List.of(camel), Map.of(name, "4.18.0"))).hasSize(1);
    assertThat(unguarded(List.of(camel), Map.of(name, "4.18.2"))).isEmpty();
    assertThat(unguarded(List.of(camel), Map.of(name, "4.9.9"))).isEmpty();
    assertThat(affected("4.1.131.Final", "<4.1.132.Final")).isTrue();
    assertThat(affected("6.2.19", ">=6.2.0 <=6.2.19")).isTrue();
    assertThat(affected("6.3", "<6.2.7")).isFalse();
  }

  private static boolean affected(String version, String range) {
    return Arrays.stream(range.split(" ")).allMatch(bound -> within(version, bound));
  }

  private static boolean within(String version, String bound) {
    String operator = bound.replaceAll("[0-9].*", "");
    int compared = compare(version, bound.substring(operator.length()));
    return switch (operator) {
      case "<" -> compared < 0;
      case "<=" -> compared <= 0;
      case ">" -> compared > 0;
      case ">=" -> compared >= 0;
      default -> throw new IllegalArgumentException("no bound: " + bound);
    };
  }

  /** By their numbers; what is no number does not count. */
  private static int compare(String one, String other) {
    int[] ours = numbers(one);
    int[] theirs = numbers(other);
    for (int i = 0; i < Math.max(ours.length, theirs.length); i++) {
      int compared =
          Integer.compare(i < ours.length ? ours[i] : 0, i < theirs.length ? theirs[i] : 0);
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("[.-]"))
        .filter(part -> part.matches("[0-9]{1,9}"))
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
