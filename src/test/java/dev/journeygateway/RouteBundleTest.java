package dev.journeygateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All files under routes/: named, described, configured and valid against Camel's own schema. */
class RouteBundleTest {

  private static final Path ROUTES = Path.of("routes");
  private static final Path ERROR_HANDLING = ROUTES.resolve("error-handling.camel.yaml");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final JsonSchema CAMEL =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
          .getSchema(RouteBundleTest.class.getResourceAsStream("/schema/camelYamlDsl.json"));

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(ROUTES)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static List<Path> routeFiles() throws IOException {
    return files().stream().filter(file -> !file.equals(ERROR_HANDLING)).toList();
  }

  private static JsonNode read(Path file) throws IOException {
    return YAML.readTree(file.toFile());
  }

  private static JsonNode route(Path file) throws IOException {
    return read(file).get(0).get("route");
  }

  @ParameterizedTest
  @MethodSource("files")
  void isValidAgainstCamelsSchema(Path file) throws IOException {
    JsonNode routes = read(file);
    // The schema knows no placeholders: {{bean:roles.http}} stands for a boolean.
    for (JsonNode parent : routes.findParents("autoStartup")) {
      assertThat(parent.get("autoStartup").asText()).startsWith("{{bean:roles.");
      ((ObjectNode) parent).put("autoStartup", true);
    }
    assertThat(CAMEL.validate(routes)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("routeFiles")
  void holdsOneRouteNamedAsItsFileAndItsSeam(Path file) throws IOException {
    assertThat(file.getFileName().toString()).endsWith(".camel.yaml");
    String name = file.getFileName().toString().replace(".camel.yaml", "");

    assertThat(read(file)).hasSize(1);
    assertThat(route(file).get("id").asText()).isEqualTo(name);
    String from = route(file).at("/from/uri").asText();
    if (from.startsWith("direct:")) {
      assertThat(from).isEqualTo("direct:" + name);
    }
  }

  @ParameterizedTest
  @MethodSource("routeFiles")
  void saysWhatItIsFor(Path file) throws IOException {
    assertThat(route(file).path("description").asText()).hasSizeGreaterThan(30).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("routeFiles")
  void namesAnErrorHandlingThatExists(Path file) throws IOException {
    Set<String> known =
        StreamSupport.stream(read(ERROR_HANDLING).spliterator(), false)
            .map(one -> one.at("/routeConfiguration/id").asText())
            .collect(Collectors.toSet());
    JsonNode named = route(file).path("routeConfigurationId");

    if (route(file).at("/from/uri").asText().startsWith("direct:")) {
      assertThat(named.asText())
          .as("a seam leaves failures to its caller")
          .isEqualTo("raise-to-caller");
    }
    if (!named.isMissingNode()) {
      assertThat(known).contains(named.asText());
    }
  }

  @Test
  void givesEveryStepANameOfItsOwn() throws IOException {
    List<String> ids = new ArrayList<>();
    for (Path file : files()) {
      for (JsonNode process : read(file).findValues("process")) {
        if (process.has("id")) {
          ids.add(process.get("id").asText());
        } else {
          assertThat(file)
              .as("only error handling has steps without a name")
              .isEqualTo(ERROR_HANDLING);
        }
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("files")
  void computesNothing(Path file) throws IOException {
    String text = Files.readString(file);
    assertThat(text)
        .doesNotContain(
            "groovy:",
            "joor:",
            "script:",
            "mvel:",
            "ognl:",
            "insert into",
            "update ",
            "delete from");
  }
}
