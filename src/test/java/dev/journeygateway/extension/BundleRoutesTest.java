package dev.journeygateway.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder beside the jar replaces routes file by file. */
class BundleRoutesTest {

  @TempDir Path folder;

  private static long files() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static List<String> locations(BundleRoutes routes) {
    return List.of(routes.pattern().split(","));
  }

  @Test
  void takesAllThatAreCarriedInside() throws IOException {
    BundleRoutes routes = BundleRoutes.beside(folder.resolve("none"));

    assertThat(locations(routes))
        .hasSize((int) files())
        .contains("classpath:routes/door/http-start.camel.yaml")
        .allMatch(one -> one.startsWith("classpath:"));
    assertThat(routes.replaced()).isEmpty();
    assertThat(routes.added()).isEmpty();
  }

  @Test
  void replacesTheFileOfTheSameNameAndNoOther() throws IOException {
    Path file = folder.resolve("door/http-start.camel.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, Files.readString(Path.of("routes/door/http-start.camel.yaml")) + "# with a change\n");
    Files.copy(
        Path.of("routes/door/queue-start.camel.yaml"),
        folder.resolve("door/queue-start.camel.yaml"));
    Files.writeString(folder.resolve("mine.camel.yaml"), "[]");

    BundleRoutes routes = BundleRoutes.beside(folder);

    assertThat(locations(routes))
        .hasSize((int) files() + 1)
        .contains("file:" + file, "classpath:routes/accept/take-slot.camel.yaml")
        .doesNotContain("classpath:routes/door/http-start.camel.yaml");
    assertThat(routes.replaced()).as("what differs").containsExactly(file.toString());
    assertThat(routes.added()).containsExactly(folder + "/mine.camel.yaml");
  }
}
