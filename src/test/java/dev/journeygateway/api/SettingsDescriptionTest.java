package dev.journeygateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/settings.md lists the settings that the classes have, with their defaults. */
class SettingsDescriptionTest {

  private static final Pattern ROW =
      Pattern.compile("\\| `((?:gateway|channel)\\.[^`]+)` \\| ([^|]*) \\|.*");

  private static Map<String, String> documented() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/settings.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        settings.put(row.group(1), row.group(2));
      }
    }
    return settings;
  }

  private static JsonNode metadata() throws IOException {
    try (InputStream in =
        SettingsDescriptionTest.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      return JsonMapper.builder().build().readTree(in).get("properties");
    }
  }

  private static String defaultValue(JsonNode property) {
    JsonNode value = property.path("defaultValue");
    boolean none = value.isMissingNode() || property.get("name").asText().endsWith(".port");
    return none ? "none" : value.asText().replaceAll("^\\[|]$", "");
  }

  @Test
  void listsEverySettingWithItsDefault() throws IOException {
    Map<String, String> settings = new TreeMap<>();
    metadata()
        .forEach(property -> settings.put(property.get("name").asText(), defaultValue(property)));

    assertThat(documented()).isEqualTo(settings);
  }

  @Test
  void describesEverySettingForEditors() throws IOException {
    metadata()
        .forEach(
            property -> {
              boolean plain = property.get("name").asText().contains(".connectors.");
              if (!plain) {
                assertThat(property.path("description").asText())
                    .as(property.get("name").asText())
                    .isNotBlank();
              }
            });
  }
}
