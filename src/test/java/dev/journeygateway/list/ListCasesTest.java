package dev.journeygateway.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every list in {@code lists/} is read as the {@code .expected.json} beside it says: a new pair is
 * a new test.
 */
class ListCasesTest {

  private static final Path LISTS = Path.of("src/test/resources/lists");
  private static final String EXPECTED = ".expected.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  static List<String> lists() throws IOException {
    try (Stream<Path> files = Files.list(LISTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(EXPECTED))
          .map(name -> name.substring(0, name.length() - EXPECTED.length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("lists")
  void readsAListAsExpected(String list) throws IOException {
    JsonNode expected = JSON.readTree(LISTS.resolve(list + EXPECTED).toFile());
    ListCheck check =
        startFile(list).check(rules(expected), folder.resolve("rejects"), Progress.SILENT);
    JsonNode refused = expected.get("refused");
    if (refused != null) {
      assertThat(check).isInstanceOf(ListRefusal.class);
      ListRefusal refusal = (ListRefusal) check;
      assertThat(refusal.reason()).hasToString(refused.get("reason").asText());
      assertThat(refusal.message()).isEqualTo(refused.get("message").asText());
      assertThat(refusal.line()).isEqualTo(refused.get("line").asLong());
      if (!refused.get("detail").isNull()) {
        assertThat(refusal.detail()).isEqualTo(refused.get("detail").asText());
      }
      return;
    }
    assertThat(check).isInstanceOf(CheckedList.class);
    CheckedList checked = (CheckedList) check;
    List<ListRow> wanted = new ArrayList<>();
    for (JsonNode row : expected.get("rows")) {
      wanted.add(new ListRow(row.get(0).asLong(), row.get(1).asText(), strings(row.get(2))));
    }
    assertThat(Reading.rows(checked)).isEqualTo(wanted);
    assertThat(checked.rows()).isEqualTo(wanted.size());
    assertThat(checked.idColumn().selector()).isEqualTo(expected.get("selector").asText());
    assertThat(checked.attributeColumns())
        .containsExactlyElementsOf(
            JSON.convertValue(expected.get("attributes"), new TypeReference<List<String>>() {}));
    assertThat(checked.attributesForAll()).isEqualTo(strings(expected.get("for_all")));
    List<BadRow> bad = new ArrayList<>();
    if (expected.has("bad")) {
      for (JsonNode row : expected.get("bad")) {
        bad.add(new BadRow(row.get(0).asLong(), row.get(1).asText()));
      }
    }
    assertThat(checked.firstBadRows()).isEqualTo(bad);
    assertThat(checked.badRows()).isEqualTo(bad.size());
  }

  private static StartList startFile(String list) {
    var name = (ListName) InboxName.of(list);
    Optional<Path> attributes =
        name.attributesNames().stream().map(LISTS::resolve).filter(Files::exists).findFirst();
    return new StartList(LISTS.resolve(list), name, attributes);
  }

  private static ListRules rules(JsonNode expected) {
    ListLimits limits = ListLimits.DEFAULT;
    return ListRules.DEFAULT
        .withBadRows(BadRows.parse(expected.path("bad_rows").asText("refuse-file")))
        .withColumns(strings(expected.get("columns")))
        .withAttributesForAll(strings(expected.get("folder_attributes")))
        .withLimits(
            new ListLimits(
                expected.path("max_bytes").asLong(limits.maxBytes()),
                limits.maxRatio(),
                expected.path("max_record").asInt(limits.maxRecord())));
  }

  private static Map<String, String> strings(JsonNode node) {
    return node == null
        ? Map.of()
        : JSON.convertValue(node, new TypeReference<LinkedHashMap<String, String>>() {});
  }
}
