package dev.journeygateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.journeygateway.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies in the folder of the page. */
class PageFilesTest {

  private static final Path STATIC = Path.of("src/main/resources/static");
  private static final Path UI = STATIC.resolve("ui");
  private static final Path BILL = Path.of("src/main/resources/META-INF/sbom/page.cdx.json");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:src|href)=\"([^\"#]*)\"|(?:import|from) '([^']*)'");

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void theBillNamesEveryFileOfALibraryWithItsHash() throws IOException {
    Map<String, String> billed = new TreeMap<>();
    for (JsonNode library : new ObjectMapper().readTree(BILL.toFile()).get("components")) {
      assertThat(library.get("licenses")).isNotEmpty();
      for (JsonNode file : library.get("components")) {
        billed.put(
            file.get("name").asText().replaceFirst("^static/", ""),
            file.at("/hashes/0/content").asText());
        assertThat(file.get("name").asText()).contains("-" + library.get("version").asText() + "/");
      }
    }
    Map<String, String> there = new TreeMap<>();
    for (Path file : files(UI.resolve("vendor"))) {
      if (!file.getFileName().toString().equals("LICENSE")) {
        there.put(STATIC.relativize(file).toString(), Sha256.hex(Files.readAllBytes(file)));
      }
      assertThat(file.resolveSibling("LICENSE")).exists();
    }
    assertThat(there).isEqualTo(billed);
  }

  @Test
  void everyAddressIsRelativeAndThere() throws IOException {
    for (Path file : files(UI)) {
      if (file.startsWith(UI.resolve("vendor")) || file.toString().endsWith(".svg")) {
        continue;
      }
      var addresses = ADDRESS.matcher(Files.readString(file));
      while (addresses.find()) {
        String address = addresses.group(1) != null ? addresses.group(1) : addresses.group(2);
        assertThat(address).as(file.toString()).doesNotStartWith("/").doesNotContain("://");
        assertThat(file.resolveSibling(address)).as(file.toString()).exists();
      }
    }
  }

  @Test
  void nothingIsInlineThatThePolicyForbids() throws IOException {
    String html = Files.readString(UI.resolve("index.html"));
    assertThat(html).doesNotContain("<style", " style=", " on").doesNotContain("<script>");
    for (Path file : files(UI)) {
      if (!file.startsWith(UI.resolve("vendor"))) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContain("innerHTML", "dangerouslySetInnerHTML", "eval(", "document.cookie");
      }
    }
  }
}
