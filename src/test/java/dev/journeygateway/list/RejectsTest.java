package dev.journeygateway.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectsTest {

  private static final ListRules SKIP = ListRules.DEFAULT.withBadRows(BadRows.SKIP);

  @TempDir Path folder;

  @Test
  void writesTheInputsOwnColumnsBehindLineAndReason() throws IOException {
    assertThat(rejectsOf("a.csv", "Kunde;=tier\nok;x\n;gold\n\na;b;c\n=x\nd;\"e\"f\n"))
        .isEqualTo(
            """
            rejected_line;rejected_reason;Kunde;'=tier
            3;user_id must not be blank;;gold
            5;"2 columns expected, found 3";a;b;c
            6;"2 columns expected, found 1";'=x
            7;broken quoting: text behind a closing quote;"d;""e""f\"
            """);
  }

  @Test
  void keepsABrokenRowOfAListOfIdsBadUntilSomebodyCorrectedIt() throws IOException {
    assertThat(rejectsOf("a.csv", "Kunde\nok\n\"a\"b\n"))
        .isEqualTo(
            """
            rejected_line,rejected_reason,Kunde
            3,broken quoting: text behind a closing quote,\"""a""b",
            """);
    assertThat(check("a.rejects.csv", ListRules.DEFAULT)).isInstanceOf(ListRefusal.class);
  }

  @Test
  void keepsARowBadWhoseSpreadsheetMovedTheColumns() throws IOException {
    assertThat(rejectsOf("a.csv", "Kunde,rejected_line,rejected_reason\nok,1,x\na\n"))
        .isEqualTo(
            """
            rejected_line,rejected_reason,Kunde
            3,"3 columns expected, found 1",a,
            """);
  }

  @Test
  void givesMalformedBytesBackAsTheyWere() throws IOException {
    Charset latin1 = StandardCharsets.ISO_8859_1;
    Files.write(
        folder.resolve("a.csv"), "Kunde,tier\nok,x\nJos\u00e9,gr\u00f6\u00dfe\n".getBytes(latin1));
    check("a.csv", SKIP);
    assertThat(Files.readString(folder.resolve("a.rejects.csv"), latin1))
        .endsWith("\n3,user_id is not UTF-8,Jos\u00e9,gr\u00f6\u00dfe\n");
  }

  @Test
  void marksTheEncodingWhereTheInputDid() throws IOException {
    assertThat(rejectsOf("a.csv", "\ufeffKunde,tier\n,x\n")).startsWith("\ufeffrejected_line,");
  }

  @Test
  void writesNothingWhereNothingIsBad() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "Kunde\nok\n");
    assertThat(check("a.csv", SKIP)).isInstanceOf(CheckedList.class);
    assertThat(folder.resolve("a.rejects.csv")).doesNotExist();
  }

  @Test
  void writesNdjsonRowsBackWithLineAndReason() throws IOException {
    String list =
        """
        {"user_id":"ok"}
        { "user_id": 1.50, "x": {"y": "\\u00e4"} }
        {"user_id":"a"
        {}
        [1]
        """;
    String rejects =
        """
        {"rejected_line":2,"rejected_reason":"user_id must be a string","user_id": 1.50, "x": {"y": "\\u00e4"} }
        {"rejected_line":3,"rejected_reason":"malformed JSON at column 15: Unexpected end-of-input: expected \
        close marker for Object","rejected_text":"{\\"user_id\\":\\"a\\""}
        {"rejected_line":4,"rejected_reason":"user_id or hwid must be given"}
        {"rejected_line":5,"rejected_reason":"the row must be a JSON object","rejected_text":"[1]"}
        """;
    assertThat(rejectsOf("a.ndjson", list)).isEqualTo(rejects);

    assertThat(check("a.rejects.ndjson", SKIP)).isInstanceOf(ListRefusal.class);
    assertThat(Files.readString(folder.resolve("a.rejects.rejects.ndjson")))
        .isEqualTo(
            """
            {"rejected_line":1,"rejected_reason":"user_id must be a string","user_id": 1.50,"x": {"y": "\\u00e4"}}
            {"rejected_line":2,"rejected_reason":"the rejected line has not been corrected",\
            "rejected_text":"{\\"user_id\\":\\"a\\""}
            {"rejected_line":3,"rejected_reason":"user_id or hwid must be given"}
            {"rejected_line":4,"rejected_reason":"the rejected line has not been corrected","rejected_text":"[1]"}
            """);
  }

  @Test
  void takesCorrectedNdjsonRejects() throws IOException {
    Files.writeString(
        folder.resolve("a.rejects.ndjson"),
        "{\"rejected_line\":2,\"rejected_reason\":\"x\",\"user_id\":\"a\",\"attribute_values\":{\"tier\":\"=1\"}}\n");
    var checked = (CheckedList) check("a.rejects.ndjson", ListRules.DEFAULT);
    assertThat(Reading.rows(checked)).containsExactly(new ListRow(1, "a", Map.of("tier", "=1")));
  }

  private String rejectsOf(String name, String list) throws IOException {
    Files.writeString(folder.resolve(name), list);
    check(name, SKIP);
    return Files.readString(folder.resolve(rejectsName(name)));
  }

  private ListCheck check(String name, ListRules rules) throws IOException {
    return Reading.check(
        folder.resolve(name),
        rules.withColumns(Map.of("Kunde", "user_id")),
        folder.resolve(rejectsName(name)));
  }

  private static String rejectsName(String name) {
    return name.replaceFirst("\\.(csv|ndjson)$", ".rejects.$1");
  }
}
