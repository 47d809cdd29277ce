package dev.journeygateway.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.journeygateway.support.ExtensionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example passes the check, is canonical, and says at its top what to change. */
class ExamplesTest {

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("docs/examples"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void passesTheCheck(Path example) {
    try (ExtensionFiles extensions = new ExtensionFiles().with(example)) {
      CheckedExtensions checked =
          ExtensionCheck.check(
              new ExtensionFolder(extensions.folder()),
              BundleRoutes.beside(Path.of("none")),
              getClass().getClassLoader());
      assertThat(checked.files()).hasSize(1);
    }
  }

  /** Kaoto opens what Camel's own schema of canonical YAML takes. */
  @ParameterizedTest
  @MethodSource("examples")
  void isCanonicalAndHoldsOneRouteOfItsName(Path example) throws IOException {
    JsonNode entries = new ObjectMapper(new YAMLFactory()).readTree(example.toFile());

    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(ExamplesTest.class.getResourceAsStream("/schema/camelYamlDsl.json"))
                .validate(entries))
        .isEmpty();
    List<JsonNode> routes = entries.findValues("route");
    assertThat(routes).hasSize(1);
    assertThat(routes.get(0).path("id").asText() + ".camel.yaml")
        .isEqualTo(example.getFileName().toString());
    assertThat(routes.get(0).path("description").asText()).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void saysInThreeLinesWhatToChange(Path example) throws IOException {
    List<String> lines = Files.readAllLines(example);
    assertThat(lines.subList(0, 3)).allMatch(line -> line.startsWith("# "));
    assertThat(lines.get(1)).startsWith("# Change: ");
    assertThat(lines.get(3)).startsWith("- ");
  }
}
