package dev.journeygateway.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListNameTest {

  private static final String UUID = "0190c3d2-7b1a-7c3e-9f00-0123456789ab";

  @ParameterizedTest
  @CsvSource({
    "list.csv, CSV, false, list",
    "LIST.CSV, CSV, false, LIST",
    "list.json, JSON, false, list",
    "list.ndjson, NDJSON, false, list",
    "list.csv.gz, CSV, true, list",
    "list.2026-11.ndjson.GZ, NDJSON, true, list.2026-11",
    "list.rejects.csv, CSV, false, list.rejects",
    "-rf.csv, CSV, false, -rf",
    "a b.csv, CSV, false, a b",
    "k\u00f6ln \ud83d\ude00.csv, CSV, false, k\u00f6ln \ud83d\ude00",
    "x..csv, CSV, false, x."
  })
  void tellsTheFormatByTheName(String name, Format format, boolean gzip, String base) {
    var read = (ListName) InboxName.of(name);
    assertThat(read.format()).isEqualTo(format);
    assertThat(read.gzip()).isEqualTo(gzip);
    assertThat(read.base()).isEqualTo(base);
    assertThat(read.archived(UUID)).isEqualTo(UUID + "-" + name);
    assertThat(read.result(UUID)).isEqualTo(UUID + "-" + base + ".result.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list.csv.part",
        "list.csv.tmp",
        "LIST.CSV.TMP",
        "list.csv.filepart",
        ".list.csv",
        "..csv",
        "~$list.csv",
        "list.csv~",
        "list.done",
        "list.attributes.json",
        "list.csv.attributes.json",
        "x-list.result.json",
        ".",
        "..",
        ".csv"
      })
  void leavesAlone(String name) {
    assertThat(InboxName.of(name)).isEqualTo(new InboxName.LeftAlone(name));
  }

  @ParameterizedTest
  @CsvSource({
    "list.xlsx, 'name it .csv, .json or .ndjson, or .csv.gz or .ndjson.gz when it is packed; save the sheet as CSV'",
    "list.zip, 'name it .csv, .json or .ndjson, or .csv.gz or .ndjson.gz when it is packed'",
    "list, 'name it .csv, .json or .ndjson, or .csv.gz or .ndjson.gz when it is packed'",
    "csv, 'name it .csv, .json or .ndjson, or .csv.gz or .ndjson.gz when it is packed'",
    "list.json.gz, 'a JSON body is not taken packed; unpack it first'",
    "a/b.csv, the name is no file name"
  })
  void refusesWithTheWayOut(String name, String detail) {
    ListRefusal refusal = ((InboxName.Unsupported) InboxName.of(name)).refusal();
    assertThat(refusal.reason()).isEqualTo(ListRefusal.Reason.UNSUPPORTED_FILE);
    assertThat(refusal.message()).isEqualTo("unsupported file: " + name.replace('/', '_'));
    assertThat(refusal.detail()).isEqualTo(detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u00e4", "\u20ac", "\ud83d\ude00"})
  void keepsArchivedNamesWithin255BytesAndKeepsTheirEndings(String letter) {
    int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
    var name = (ListName) InboxName.of(letter.repeat((255 - 7) / bytes) + ".csv.gz");
    for (String given : new String[] {name.archived(UUID), name.result(UUID), name.rejects(UUID)}) {
      assertThat(given.getBytes(StandardCharsets.UTF_8).length).isBetween(236, 255);
      assertThat(given)
          .startsWith(UUID + "-" + letter)
          .matches(".*\\Q" + letter + "\\E\\.(csv\\.gz|result\\.json|rejects\\.csv)");
    }
    assertThat(stem(name.archived(UUID), ".csv.gz"))
        .isEqualTo(stem(name.result(UUID), ".result.json"));
  }

  private static String stem(String name, String ending) {
    return name.substring(0, name.length() - ending.length());
  }

  @Test
  void takesOutWhatEndsALineOrLeavesAFolder() {
    var name = (ListName) InboxName.of("a\nb\\..\u202ecsv.\u0007.csv");
    assertThat(name.archived(UUID)).isEqualTo(UUID + "-a_b_.._csv._.csv");
    assertThat(InboxName.archived("../../etc/passwd", UUID)).isEqualTo(UUID + "-.._.._etc_passwd");
  }

  @Test
  void putsANameIntoItsFolderAndNowhereElse() {
    Path folder = Path.of("inbox", "j1");
    assertThat(ListName.in(folder, UUID + "-..csv").getParent()).isEqualTo(folder);
    for (String name : new String[] {"..", ".", "", "../x", "/etc/passwd", "a/b"}) {
      assertThatThrownBy(() -> ListName.in(folder, name))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void namesRejectsForTheFormat() {
    assertThat(((ListName) InboxName.of("a.csv.gz")).rejects(UUID))
        .isEqualTo(UUID + "-a.rejects.csv");
    assertThat(((ListName) InboxName.of("a.ndjson")).rejects(UUID))
        .isEqualTo(UUID + "-a.rejects.ndjson");
  }
}
