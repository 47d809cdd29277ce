package dev.journeygateway.door.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.process.ProcessLease;
import dev.journeygateway.request.RequestRefusedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What holds for every inbox, whatever place it is in and whatever habits its server has. */
@Tag("slow")
@ParameterizedClass
@EnumSource
@ExtendWith(OutputCaptureExtension.class)
class InboxIT {

  private static final Duration SETTLE = Duration.ofSeconds(5);

  private static Site.Open open;

  @Parameter Site site;

  private final AtomicLong nanos = new AtomicLong();
  private final Database database = TestDatabase.SQLITE.migrated();
  private final StartFiles rows = new StartFiles(database, new ProcessLease(database));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FileTroubles troubles = new FileTroubles(meters, nanos::get);
  private Inbox lists;
  private Inbox devices;

  @BeforeParameterizedClassInvocation
  static void open(Site site) throws IOException {
    Assumptions.assumeTrue(
        site.installed(), "SKIPPED: OpenSSH's server is not installed (/usr/sbin/sshd)");
    open = site.open();
  }

  @AfterParameterizedClassInvocation
  static void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  @BeforeEach
  void emptyInbox() throws IOException {
    try (Stream<Path> files = Files.walk(open.root())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(open.root())) {
          Files.delete(file);
        }
      }
    }
    start(false);
  }

  /** As a gateway that starts: it knows nothing but the rows. */
  private void start(boolean doneMarker) {
    var settings =
        new FileSettings(
            SETTLE,
            doneMarker,
            null,
            null,
            2,
            Duration.ofMillis(500),
            200,
            List.of("Thumbs.db", "~$*", "*.crdownload", "*.uploading"),
            null);
    InboxOpener opener = new InboxOpener(settings, rows, troubles, nanos::get);
    lists = opener.lists(open.place(), Duration.ZERO, Optional.empty(), true);
    devices = opener.devices(open.place(), Duration.ZERO, true);
  }

  private Path drop(String path, String text) throws IOException {
    Path file = open.root().resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private void settle() {
    nanos.addAndGet(SETTLE.toNanos() + 1);
  }

  /** What is claimed once everything that lies there has settled, also under its new name. */
  private List<ClaimedFile> claimAll(Inbox inbox) throws IOException {
    List<ClaimedFile> claimed = new ArrayList<>(inbox.claim(100));
    for (int look = 0; look < 4; look++) {
      settle();
      claimed.addAll(inbox.claim(100));
      for (StartFiles.Owned owned : rows.owned()) {
        boolean here = owned.file().place().equals(inbox.name());
        if (here && !claimed.contains(owned.file()) && inbox.settled(owned.file())) {
          claimed.add(owned.file());
        }
      }
    }
    claimed.sort(Comparator.comparing(ClaimedFile::name));
    return claimed;
  }

  private ClaimedFile claimOne(Inbox inbox) throws IOException {
    List<ClaimedFile> all = claimAll(inbox);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private String content(Inbox inbox, ClaimedFile file) throws IOException {
    return Files.readString(inbox.open(file).orElseThrow());
  }

  private List<String> filed(String folder) throws IOException {
    Path top = open.root().resolve(folder);
    if (!Files.exists(top)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(top)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void takesAFileOnceItHasSettledAndFilesItAwayWithItsAnswer() throws IOException {
    drop("j/list.csv", "user_id\na\n");

    assertThat(lists.claim(9)).isEmpty();
    ClaimedFile file = claimOne(lists);

    assertThat(file.journeyId()).isEqualTo("j");
    assertThat(content(lists, file)).isEqualTo("user_id\na\n");
    assertThat(lists.stillWhole(file)).isTrue();
    Files.writeString(lists.rejects(file), "bad");
    lists.keepRejects(file);
    lists.fileAway(file, true, "{}");
    lists.fileAway(file, true, "{}");
    String id = file.requestUuid().toString();
    assertThat(filed("j/archive/" + file.day()))
        .containsExactly(id + "-list.csv", id + "-list.rejects.csv", id + "-list.result.json");
    assertThat(filed("j/.work")).isEmpty();
    assertThat(open.root().resolve("j/list.csv")).doesNotExist();
  }

  @Test
  void takesFilesOfDevicesInTheSameWay() throws IOException {
    drop("devices/AAAAA-00001/list.csv", "hwid\na\n");
    drop("devices/BBBBB-00002/list.csv", "hwid\nb\n");

    List<ClaimedFile> files = claimAll(devices);

    assertThat(lists.claim(9)).isEmpty();
    assertThat(files)
        .extracting(ClaimedFile::journeyId)
        .containsExactlyInAnyOrder("AAAAA-00001", "BBBBB-00002");
    for (ClaimedFile file : files) {
      assertThat(content(devices, file)).startsWith("hwid");
      assertThat(devices.stillWhole(file)).isTrue();
      devices.fileAway(file, false, "{}");
    }
    assertThat(filed("devices/AAAAA-00001/failed")).hasSize(2);
    assertThat(filed("devices/BBBBB-00002/failed")).hasSize(2);
  }

  @Test
  void takesEmptyFilesThoseFromTheFutureAndLongNames() throws IOException {
    drop("j/empty.csv", "");
    Files.setLastModifiedTime(
        drop("j/future.csv", "user_id\na\n"),
        FileTime.fromMillis(System.currentTimeMillis() + 3_600_000));
    String longest = "x".repeat(246) + ".csv";
    drop("j/" + longest, "user_id\na\n");

    List<ClaimedFile> files = claimAll(lists);

    assertThat(files)
        .extracting(ClaimedFile::name)
        .containsExactlyInAnyOrder("empty.csv", "future.csv", longest);
    for (ClaimedFile file : files) {
      content(lists, file);
      assertThat(lists.stillWhole(file)).isTrue();
      lists.fileAway(file, true, "{}");
    }
    assertThat(filed("j/archive")).hasSize(6);
  }

  @Test
  void filesTwoOfOneNameAwaySideBySide() throws IOException {
    for (String text : List.of("user_id\na\n", "user_id\nb\n")) {
      drop("j/list.csv", text);
      ClaimedFile file = claimOne(lists);
      content(lists, file);
      assertThat(lists.stillWhole(file)).isTrue();
      lists.fileAway(file, true, "{}");
      rows.delete(file.requestUuid());
    }

    assertThat(filed("j/archive")).hasSize(4);
  }

  @Test
  void readsAgainWhatWasStillBeingWritten() throws IOException {
    drop("j/list.csv", "user_id\na\n");
    ClaimedFile first = claimOne(lists);
    content(lists, first);
    append(first, "b\n");

    assertThat(lists.stillWhole(first)).isFalse();

    ClaimedFile again = claimOne(lists);
    assertThat(content(lists, again)).isEqualTo("user_id\na\nb\n");
    assertThat(lists.stillWhole(again)).isTrue();
  }

  @Test
  void neverReplacesAnotherFileOfItsName() throws IOException {
    drop("j/list.csv", "user_id\na\n");
    ClaimedFile first = claimOne(lists);
    content(lists, first);
    append(first, "b\n");
    drop("j/list.csv", "user_id\nx\ny\nz\n");

    assertThat(lists.stillWhole(first)).isFalse();

    assertThat(open.root().resolve("j/list.csv")).hasContent("user_id\nx\ny\nz\n");
    List<String> contents = new ArrayList<>();
    for (ClaimedFile file : claimAll(lists)) {
      contents.add(content(lists, file));
      assertThat(lists.stillWhole(file)).isTrue();
    }
    assertThat(contents).containsExactlyInAnyOrder("user_id\na\nb\n", "user_id\nx\ny\nz\n");
  }

  /** The sender's handle goes on wherever the file is. */
  private void append(ClaimedFile file, String text) throws IOException {
    Files.writeString(
        open.root().resolve("j/.work").resolve(file.uniqueName()), text, StandardOpenOption.APPEND);
  }

  @Test
  void takesAnAttributesFileAlong() throws IOException {
    drop("j/list.attributes.json", "{}");
    drop("j/list.csv", "user_id\na\n");

    ClaimedFile file = claimOne(lists);

    content(lists, file);
    assertThat(lists.attributes(file).orElseThrow()).hasContent("{}");
    assertThat(open.root().resolve("j/list.attributes.json")).doesNotExist();
    lists.fileAway(file, true, "{}");
    assertThat(filed("j/archive")).contains(file.attributesName());
  }

  @Test
  void knowsAnAttributesFileHoweverItsNameIsSpelled() throws IOException {
    drop("j/gr\u00fcn.csv", "user_id\na\n");
    drop("j/" + Normalizer.normalize("gr\u00fcn", Normalizer.Form.NFD) + ".Attributes.JSON", "{}");

    ClaimedFile file = claimOne(lists);

    content(lists, file);
    assertThat(lists.attributes(file).orElseThrow()).hasContent("{}");
  }

  @Test
  void givesEachOfTwoListsTheAttributesFileThatTheyShare() throws IOException {
    drop("j/list.attributes.json", "{\"a\":\"1\"}");
    drop("j/list.csv", "user_id\na\n");
    drop("j/list.ndjson", "{\"user_id\":\"a\"}");
    drop("j/own.attributes.json", "{\"a\":\"2\"}");
    drop("j/own.csv.attributes.json", "{\"a\":\"3\"}");
    drop("j/own.csv", "user_id\na\n");
    drop("j/list.json", "{}");

    List<String> values = new ArrayList<>();
    for (ClaimedFile file : claimAll(lists)) {
      content(lists, file);
      if (file.name().equals("list.json")) {
        assertThat(file.attributes()).isEmpty();
        continue;
      }
      values.add(Files.readString(lists.attributes(file).orElseThrow()));
    }

    assertThat(values).containsExactly("{\"a\":\"1\"}", "{\"a\":\"1\"}", "{\"a\":\"3\"}");
    assertThat(open.root().resolve("j/list.attributes.json")).doesNotExist();
  }

  @Test
  void bringsTheAttributesFileAfterACrashOrRefusesTheList() throws IOException {
    drop("j/.work/x", "");
    List<ClaimedFile> claimed = new ArrayList<>();
    for (String name : List.of("there.csv", "gone.csv")) {
      ClaimedFile file =
          new ClaimedFile(
              UUID.randomUUID(),
              open.place().door(),
              lists.name(),
              "j",
              name,
              Optional.of(name + ".attributes.json"),
              Optional.empty());
      rows.insert(file);
      drop("j/.work/" + file.uniqueName(), "user_id\na\n");
      claimed.add(file);
    }
    drop("j/there.csv.attributes.json", "{}");

    content(lists, claimed.get(0));

    assertThat(lists.attributes(claimed.get(0)).orElseThrow()).hasContent("{}");
    assertThatThrownBy(() -> lists.open(claimed.get(1)))
        .isInstanceOf(RequestRefusedException.class)
        .hasMessageContaining("gone.csv.attributes.json");
  }

  @Test
  void takesUpWhatLiesClaimedWithoutARow() throws IOException {
    String id = "01990000-0000-7000-8000-000000000001";
    drop("j/.work/" + id + "-stray.csv", "user_id\na\n");
    drop("j/.work/" + id + ".attributes.json", "{}");
    drop("j/.work/" + id + "-stray.rejects.csv", "");

    ClaimedFile file = claimOne(lists);

    assertThat(file.requestUuid()).hasToString(id);
    assertThat(content(lists, file)).isEqualTo("user_id\na\n");
    assertThat(lists.attributes(file).orElseThrow()).hasContent("{}");
  }

  @Test
  void goesOnWithWhatWasClaimedWhenThePlaceHadAnotherName() throws IOException {
    drop("j/list.csv", "user_id\na\n");
    ClaimedFile file = claimOne(lists);
    database
        .writing()
        .update("update start_file set place = 'before', owner = ?", UUID.randomUUID().toString());

    start(false);

    assertThat(claimOne(lists).requestUuid()).isEqualTo(file.requestUuid());
  }

  @Test
  void goesOnWithAClaimedFileAfterARestart() throws IOException {
    drop("j/list.csv", "user_id\na\n");
    ClaimedFile file = claimOne(lists);

    start(false);

    assertThat(lists.settled(file)).isFalse();
    settle();
    assertThat(lists.settled(file)).isTrue();
    assertThat(content(lists, file)).isEqualTo("user_id\na\n");
    assertThat(lists.stillWhole(file)).isTrue();
  }

  @Test
  void makesItsFoldersAnewWhenTheyAreDeletedByHand() throws IOException {
    for (String name : List.of("a.csv", "b.csv")) {
      drop("j/" + name, "user_id\na\n");
      ClaimedFile file = claimOne(lists);
      content(lists, file);
      assertThat(lists.stillWhole(file)).isTrue();
      try {
        lists.fileAway(file, true, "{}");
      } catch (IOException e) {
        lists.fileAway(file, true, "{}");
      }
      rows.delete(file.requestUuid());
      assertThat(filed("j/archive")).hasSize(2);
      for (String folder : List.of("j/archive", "j/.work")) {
        try (Stream<Path> files = Files.walk(open.root().resolve(folder))) {
          for (Path one : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(one);
          }
        }
      }
    }
  }

  @Test
  void readsAtOnceWhatCameWholeThroughAnotherDoor() throws IOException {
    ClaimedFile file = new ClaimedFile(UUID.randomUUID(), "upload", lists.name(), "j", "list.csv");
    rows.insert(file);
    drop("j/.work/" + file.uniqueName(), "user_id\na\n");

    assertThat(lists.settled(file)).isTrue();
    assertThat(content(lists, file)).isEqualTo("user_id\na\n");
    assertThat(lists.stillWhole(file)).isTrue();
  }

  @Test
  void leavesAloneWhatIsNoList(CapturedOutput log) throws IOException {
    for (String name :
        List.of(
            "thumbs.DB", "~$x.xlsx", "x.crdownload", "x.csv.uploading", "x.csv.part", ".x.csv")) {
      drop("j/" + name, "user_id\na\n");
    }

    assertThat(claimAll(lists)).isEmpty();
    assertThat(filed("j")).hasSize(6);
    assertThat(log).doesNotContain("is not taken");
  }

  @Test
  void tellsOnceOfWhatLiesWhereNothingIsLookedFor(CapturedOutput log) throws IOException {
    drop("astray.csv", "user_id\na\n");
    drop("Thumbs.db", "");
    drop("j/below/deep.csv", "user_id\na\n");
    drop("j/archive/2026-01-01/old.csv", "user_id\na\n");
    drop("j/orphan.attributes.json", "{}");
    drop("devices/loose.csv", "hwid\na\n");
    drop("x".repeat(65) + "/list.csv", "user_id\na\n");

    for (int look = 0; look < 5; look++) {
      claimAll(lists);
      claimAll(devices);
      nanos.addAndGet(Duration.ofMinutes(45).toNanos());
    }

    assertThat(times(log, "astray.csv is not taken: it lies in no journey's folder")).isEqualTo(1);
    assertThat(times(log, "j/below is not taken")).isEqualTo(1);
    assertThat(times(log, "orphan.attributes.json is not taken")).isEqualTo(1);
    assertThat(times(log, "loose.csv is not taken: it lies in no application's")).isEqualTo(1);
    assertThat(times(log, "no journey has a name that long")).isEqualTo(1);
    assertThat(times(log, "is not taken")).isEqualTo(5);
  }

  private static long times(CapturedOutput log, String text) {
    return log.getAll().lines().filter(line -> line.contains(text)).count();
  }

  @Test
  void oneFoldersTroubleStopsNoOther(CapturedOutput log) throws IOException {
    for (String folder : List.of("a", "bad", "c", "d")) {
      drop(folder + "/list.csv", "user_id\na\n");
    }
    // Lists are claimed by moving them into a folder of this name.
    drop("bad/.work", "");

    List<ClaimedFile> files = claimAll(lists);

    assertThat(files).extracting(ClaimedFile::journeyId).containsExactlyInAnyOrder("a", "c", "d");
    for (ClaimedFile file : files) {
      content(lists, file);
      assertThat(lists.stillWhole(file)).isTrue();
    }
    assertThat(troubles.silent()).isEmpty();
    for (int look = 0; look < 9; look++) {
      claimAll(lists);
    }
    assertThat(times(log, "/bad waits and is not taken: ")).isEqualTo(1);
    assertThat(
            meters.get("journey_gateway_file_troubles").tag("place", lists.name()).gauge().value())
        .isEqualTo(1);
    assertThat(
            meters
                .get("journey_gateway_file_failures")
                .tag("place", lists.name())
                .counter()
                .count())
        .isGreaterThan(2);

    Files.delete(open.root().resolve("bad/.work"));
    assertThat(claimAll(lists)).extracting(ClaimedFile::journeyId).contains("bad");
    assertThat(times(log, "/bad is taken again")).isEqualTo(1);
  }

  @Test
  void tellsOfAnInboxFromWhichNothingIsTaken() throws IOException {
    drop("bad/list.csv", "user_id\na\n");
    drop("bad/.work", "");

    for (int look = 0; look < 4; look++) {
      settle();
      lists.claim(9);
    }

    assertThat(troubles.silent()).containsOnlyKeys(lists.name());
    assertThat(troubles.silent().get(lists.name())).contains("/bad: ");
  }

  @Test
  void tellsOfAFileThatIsNeverAtRest() throws IOException {
    drop("j/list.csv", "user_id\na\n");
    for (int look = 0; look < 6; look++) {
      ClaimedFile file = claimOne(lists);
      content(lists, file);
      append(file, look + "\n");
      assertThat(lists.stillWhole(file)).isFalse();
    }

    assertThat(troubles.silent().get(lists.name())).contains("it changes each time");
    ClaimedFile file = claimOne(lists);
    assertThat(content(lists, file)).endsWith("5\n");
    assertThat(lists.stillWhole(file)).isTrue();
    assertThat(troubles.silent()).isEmpty();
  }

  @Test
  void takesFromAllFoldersInTurns() throws IOException {
    for (int i = 0; i < 9; i++) {
      drop("many/" + i + ".csv", "user_id\n" + i + "\n");
    }
    drop("one/list.csv", "user_id\na\n");
    drop("two/list.csv", "user_id\na\n");
    lists.claim(3);
    settle();

    // A server that sets new times has them settle once more, when they are its own already.
    lists.claim(3);

    assertThat(rows.owned())
        .extracting(owned -> owned.file().journeyId())
        .containsExactlyInAnyOrder("many", "one", "two");
  }

  @Test
  void waitsForTheMarkerWhereItDecides() throws IOException {
    start(true);
    drop("j/list.csv", "user_id\na\n");
    drop("j/other.csv", "user_id\na\n");
    drop("j/list.csv.done", "");

    ClaimedFile file = claimOne(lists);

    assertThat(file.name()).isEqualTo("list.csv");
    assertThat(filed("j")).doesNotContain("list.csv.done").contains("other.csv");
  }

  @Test
  void filesAwayWhatHasANameThatIsNoText() throws Exception {
    Assumptions.assumeTrue(
        site == Site.FOLDER || site == Site.OPENSSH,
        "not for this place: Java's server sends no such name");
    Files.createDirectories(open.root().resolve("j"));
    Process make =
        new ProcessBuilder(
                "bash",
                "-c",
                "printf 'user_id\\na\\n' > $'gr\\xfcn.csv'; echo {} > $'gr\\xfcn.attributes.json'")
            .directory(open.root().resolve("j").toFile())
            .start();
    assertThat(make.waitFor(10, TimeUnit.SECONDS)).isTrue();

    ClaimedFile file = claimOne(lists);

    assertThat(Found.readable(file.name())).isFalse();
    lists.fileAway(file, false, "{}");
    assertThat(filed("j/failed/" + file.day())).hasSize(3);
    assertThat(filed("j/.work")).isEmpty();
  }

  @Test
  void takesStrangeNames() throws IOException {
    List<String> names =
        List.of("-rf .. \u03a9 name.csv", "a\\b*c?.csv", "x\n2001 INFO forged.csv");
    for (String name : names) {
      Files.write(
          Files.createDirectories(open.root().resolve("j")).resolve(name),
          "user_id\na\n".getBytes(StandardCharsets.UTF_8));
    }

    List<ClaimedFile> files = claimAll(lists);

    assertThat(files).extracting(ClaimedFile::name).containsExactlyInAnyOrderElementsOf(names);
    for (ClaimedFile file : files) {
      assertThat(content(lists, file)).isEqualTo("user_id\na\n");
      assertThat(lists.stillWhole(file)).isTrue();
      lists.fileAway(file, true, "{}");
    }
    assertThat(filed("j/archive")).hasSize(6);
  }

  @Test
  void passesOverAPlaceThatIsAwayAndFindsItAgain() throws IOException {
    Assumptions.assumeTrue(open.server() != null, "not for this place: it is no server");
    drop("j/list.csv", "user_id\na\n");
    lists.claim(9);
    open.server().cut();

    lists.claim(9);

    assertThat(claimOne(lists).name()).isEqualTo("list.csv");
  }
}
