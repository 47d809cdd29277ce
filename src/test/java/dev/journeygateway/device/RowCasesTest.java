package dev.journeygateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.filter.Tag;
import dev.journeygateway.filter.TagType;
import dev.journeygateway.list.BadRow;
import dev.journeygateway.list.BadRows;
import dev.journeygateway.list.CheckedList;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListCheck;
import dev.journeygateway.list.ListLimits;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.ListRefusal;
import dev.journeygateway.list.ListRefusedException;
import dev.journeygateway.list.ListRules;
import dev.journeygateway.list.Progress;
import dev.journeygateway.list.RowChunk;
import dev.journeygateway.list.RowChunks;
import dev.journeygateway.list.RowFile;
import dev.journeygateway.list.StartList;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.support.Escapes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of {@code cases/rows.txt} goes through the reader of lists and the reader of devices:
 * the same rows, the same bad rows with the same reasons, the same rejects, the same refusals.
 */
class RowCasesTest {

  private static final Path CASES = Path.of("src/test/resources/cases/rows.txt");

  @TempDir Path folder;

  /** One case; an unknown line in the file fails its test. */
  record Case(String says, List<String> lines) {

    List<String> all(String key) {
      return lines.stream()
          .filter(line -> line.startsWith(key + ":"))
          .map(line -> line.substring(key.length() + 1).strip())
          .toList();
    }

    String one(String key, String otherwise) {
      return all(key).isEmpty() ? otherwise : all(key).get(0);
    }

    @Override
    public String toString() {
      return says;
    }
  }

  /** What a reader made of a file. */
  private record Read(
      List<String> rows, List<BadRow> bad, Optional<ListRefusal> refusal, String rejects) {}

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String line : Files.readAllLines(CASES)) {
      if (line.startsWith("== ")) {
        cases.add(new Case(line.substring(3), new ArrayList<>()));
      } else if (!line.startsWith("#") && !line.isBlank()) {
        cases.get(cases.size() - 1).lines().add(line);
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bothReadersReadTheSame(Case wanted) throws IOException {
    ListName name = (ListName) InboxName.of(wanted.one("file", ""));
    Path file = Files.write(folder.resolve("claimed"), bytes(wanted));

    Read list = list(file, name);
    Read devices = devices(file, name);

    assertRefused(list, wanted, "refused-list");
    assertRefused(devices, wanted, "refused-devices");
    List<String> rows = new ArrayList<>();
    for (String many : wanted.all("rows")) {
      String[] parts = many.split(" \\| ", 2);
      rows.addAll(Collections.nCopies(Integer.parseInt(parts[0]), text(parts[1])));
    }
    wanted.all("row").forEach(row -> rows.add(text(row.replaceFirst("\\|$", "| "))));
    assertThat(list.rows()).isEqualTo(rows);
    assertThat(devices.rows()).isEqualTo(rows);
    assertBad(list, wanted);
    assertBad(devices, wanted);
    boolean sameReasons = wanted.all("bad").stream().noneMatch(bad -> bad.endsWith("?"));
    if (sameReasons) {
      assertThat(devices.rejects()).isEqualTo(list.rejects());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rejectsThatNobodyCorrectedStayRejected(Case wanted) throws IOException {
    ListName name = (ListName) InboxName.of(wanted.one("file", ""));
    Path file = Files.write(folder.resolve("claimed"), bytes(wanted));
    int bad = wanted.all("bad").size();
    ListName plain = new ListName("x." + name.format().ending(), name.format(), false);
    for (String rejects : List.of(list(file, name).rejects(), devices(file, name).rejects())) {
      if (bad > 0) {
        Path again =
            Files.write(folder.resolve("again"), rejects.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(list(again, plain).refusal().orElseThrow().reason())
            .isEqualTo(ListRefusal.Reason.BAD_ROWS);
        Read devices = devices(again, plain);
        assertThat(devices.rows()).isEmpty();
        assertThat(devices.bad()).hasSize(bad);
      }
    }
  }

  private static void assertRefused(Read read, Case wanted, String key) {
    String refused = wanted.one("refused", wanted.one(key, ""));
    assertThat(
            read.refusal()
                .map(
                    refusal ->
                        refusal.reason() + " | " + refusal.line() + " | " + refusal.message())
                .orElse(""))
        .isEqualTo(refused);
  }

  private static void assertBad(Read read, Case wanted) {
    List<String> bad = wanted.all("bad");
    assertThat(read.bad()).hasSameSizeAs(bad);
    for (int i = 0; i < bad.size(); i++) {
      String reason = bad.get(i).endsWith("?") ? "?" : read.bad().get(i).reason();
      assertThat(read.bad().get(i).line() + " | " + reason).isEqualTo(bad.get(i));
    }
  }

  private Read list(Path file, ListName name) throws IOException {
    Path rejects = folder.resolve("list-rejects");
    Files.deleteIfExists(rejects);
    ListCheck check =
        new StartList(file, name)
            .check(ListRules.DEFAULT.withBadRows(BadRows.SKIP), rejects, Progress.SILENT);
    if (check instanceof ListRefusal refusal) {
      return new Read(List.of(), List.of(), Optional.of(refusal), text(rejects));
    }
    CheckedList checked = (CheckedList) check;
    List<String> rows = new ArrayList<>();
    try (RowChunks chunks = checked.chunks(1)) {
      while (chunks.hasNext()) {
        RowChunk chunk = chunks.next();
        List<? extends AcceptedMessages.Listed> all = chunk.rows();
        all.forEach(row -> rows.add(row.id() + " | " + row.attributes().getOrDefault("City", "")));
      }
    }
    return new Read(rows, checked.firstBadRows(), Optional.empty(), text(rejects));
  }

  private Read devices(Path path, ListName name) throws IOException {
    Path rejects = folder.resolve("device-rejects");
    Files.deleteIfExists(rejects);
    DeviceRows meaning = new DeviceRows(Map.of("City", new Tag(1, TagType.STRING)));
    RowFile file = new RowFile(path, name, ListLimits.DEFAULT, Map.of());
    List<String> rows = new ArrayList<>();
    try {
      RowFile.Reading read = file.check(meaning, rejects, Progress.SILENT, size -> {});
      DeviceRows second = new DeviceRows(Map.of("City", new Tag(1, TagType.STRING)));
      file.again(read, second, () -> rows.add(text(second.row())));
      return new Read(rows, read.firstBad(), Optional.empty(), text(rejects));
    } catch (ListRefusedException e) {
      return new Read(List.of(), List.of(), Optional.of(e.refusal()), text(rejects));
    }
  }

  private static String text(DeviceRow row) {
    List<?> cities = row.values()[0];
    return row.hwid() + " | " + (cities == null || cities.isEmpty() ? "" : cities.get(0));
  }

  private static String text(Path rejects) throws IOException {
    return Files.exists(rejects) ? Files.readString(rejects, StandardCharsets.ISO_8859_1) : "";
  }

  private static String text(String escaped) {
    return new String(Escapes.bytes(escaped), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Case wanted) throws IOException {
    byte[] text = Escapes.bytes(wanted.one("text", ""));
    String encoding = wanted.one("as", "");
    if (!encoding.isEmpty()) {
      text = new String(text, StandardCharsets.UTF_8).getBytes(Charset.forName(encoding));
    }
    byte[] more = "more,\n".getBytes(StandardCharsets.UTF_8);
    return switch (wanted.one("packed", "no")) {
      case "no" -> text;
      case "whole" -> gzip(text);
      case "cut" -> Arrays.copyOf(gzip(text), gzip(text).length / 2);
      case "twice" -> both(gzip(text), gzip(more));
      case "second-cut" -> {
        byte[] all = both(gzip(text), gzip(more));
        yield Arrays.copyOf(all, all.length - 5);
      }
      case "trailing" -> both(gzip(text), more);
      case "sum" -> {
        byte[] all = gzip(text);
        all[all.length - 8] ^= 1;
        yield all;
      }
      default -> throw new IllegalArgumentException(wanted.toString());
    };
  }

  private static byte[] gzip(byte[] text) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(text);
    }
    return packed.toByteArray();
  }

  private static byte[] both(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
