package dev.journeygateway.device;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.audience.SqlFragment;
import dev.journeygateway.audience.SqlRenderer;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.filter.FilterCheck;
import dev.journeygateway.filter.TagType;
import dev.journeygateway.filter.Tags;
import dev.journeygateway.list.BadRow;
import dev.journeygateway.list.BadRows;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.ListRefusal;
import dev.journeygateway.list.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

class DeviceLoaderTest {

  private static final String APPLICATION = "AAAAA-00001";

  @TempDir Path folder;

  private volatile Path rejects;
  private Database database;
  private JdbcTemplate jdbc;
  private DeviceLoader loader;

  @ParameterizedTest
  @EnumSource
  void storesDevicesAndTheirTags(TestDatabase kind) throws IOException {
    empty(kind);
    DevicesLoaded loaded =
        csv(
            """
            hwid,user_id,platform,push_token,City,Age,Price,Seen,Vip,Languages,Version
            HW-1,user-1,iOS,abc,"Londo\u0144, UK",28,1.50,2014-12-05 22:22,true,de|EN|de,1.2.10
            hw-2,,android,0,,,,,,,
            """);
    assertThat(loaded).isEqualTo(new DevicesLoaded(2, 2, 0, 0, 0, 0));
    assertThat(devices()).containsExactly("hw-1 user-1 IOS true", "hw-2 hw-2 ANDROID false");
    assertThat(tags())
        .containsExactlyInAnyOrder(
            "hw-1 City=londo\u0144, uk",
            "hw-1 Age=28",
            "hw-1 Price=15000",
            "hw-1 Seen=1417818120",
            "hw-1 Vip=1",
            "hw-1 Languages=de",
            "hw-1 Languages=en",
            "hw-1 Version=0110120210");
    assertThat(rejects()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void storesEveryTextAsItIs(TestDatabase kind) throws IOException {
    empty(kind);
    List<String> cities =
        List.of("a\\nb", "\\.", "\\N", "a\tb\nc\rd", "\"null\"", "\\\\", "\ud83d\ude00");
    StringBuilder file = new StringBuilder("hwid,City\n");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < cities.size(); i++) {
      file.append("hw-" + i + ",\"" + cities.get(i).replace("\"", "\"\"") + "\"\n");
      expected.add("hw-" + i + " City=" + TagType.folded(cities.get(i)));
    }
    csv(file.toString());
    assertThat(rejects()).isEmpty();
    assertThat(tags()).isEqualTo(expected);
    assertThat(csv(file.toString()).unchanged()).isEqualTo(cities.size());
  }

  @ParameterizedTest
  @EnumSource
  void changesWhatDiffersAndLeavesTheRest(TestDatabase kind) throws IOException {
    empty(kind);
    String first =
        """
        hwid,user_id,platform,push_token,City,Age,Languages
        hw-1,user-1,iOS,1,London,28,de|en
        hw-2,user-2,iOS,1,Paris,30,fr
        """;
    csv(first);
    List<String> before = tags();
    assertThat(csv(first)).as("again").isEqualTo(new DevicesLoaded(2, 0, 0, 2, 0, 0));
    assertThat(tags()).isEqualTo(before);

    assertThat(csv("hwid,City,Languages\nHW-1,,en|fr\nhw-3,Oslo,\n"))
        .isEqualTo(new DevicesLoaded(2, 1, 1, 0, 0, 0));
    assertThat(devices())
        .containsExactly("hw-1 user-1 IOS true", "hw-2 user-2 IOS true", "hw-3 hw-3 null false");
    assertThat(tags())
        .containsExactlyInAnyOrder(
            "hw-1 Age=28",
            "hw-1 Languages=en",
            "hw-1 Languages=fr",
            "hw-2 City=paris",
            "hw-2 Age=30",
            "hw-2 Languages=fr",
            "hw-3 City=oslo");

    assertThat(csv("hwid,user_id,platform,push_token,Age\nhw-1,,,,29\nhw-2,user-2,iOS,1,30\n"))
        .isEqualTo(new DevicesLoaded(2, 0, 1, 1, 0, 0));
    assertThat(devices())
        .containsExactly("hw-1 hw-1 null false", "hw-2 user-2 IOS true", "hw-3 hw-3 null false");
    assertThat(tags()).contains("hw-1 Age=29").doesNotContain("hw-1 Age=28");
  }

  @ParameterizedTest
  @EnumSource
  void theLaterRowOfADeviceWins(TestDatabase kind) throws IOException {
    empty(kind);
    assertThat(csv("hwid,user_id,City\nhw-1,a,London\nHW-1,b,Paris\n"))
        .isEqualTo(new DevicesLoaded(2, 1, 0, 0, 1, 0));
    assertThat(devices()).containsExactly("hw-1 b null false");
    assertThat(tags()).containsExactly("hw-1 City=paris");
  }

  @ParameterizedTest
  @EnumSource
  void setsBadRowsAsideSoThatTheyCanComeAgain(TestDatabase kind) throws IOException {
    empty(kind);
    DevicesLoaded loaded =
        csv(
            """
            hwid;City;Age
            hw-1;London;28
            ;London;28
            hw-2;"Par
            is";old
            hw-3;Oslo
            """);
    assertThat(loaded).isEqualTo(new DevicesLoaded(4, 1, 0, 0, 0, 3));
    assertThat(rejects())
        .isEqualTo(
            """
            rejected_line;rejected_reason;hwid;City;Age
            3;hwid must not be blank;;London;28
            4;Age: old is not a whole number;hw-2;"Par
            is";old
            6;"3 columns expected, found 2";hw-3;Oslo
            """);
    String corrected = rejects().replace(";;London;28", ";hw-4;London;28").replace(";old", ";33");
    assertThat(csv(corrected.substring(0, corrected.indexOf("6;"))))
        .isEqualTo(new DevicesLoaded(2, 2, 0, 0, 0, 0));
    assertThat(tags()).contains("hw-2 Age=33", "hw-4 City=london");
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenQuoteCostsItsRowAndNoOther(TestDatabase kind) throws IOException {
    empty(kind);
    assertThat(csv("hwid,City\nhw-1,\"Lon\"don\n\nhw-2,Par\"is\nhw-3,Oslo\nhw-4,\"Rome\n"))
        .isEqualTo(new DevicesLoaded(4, 1, 0, 0, 0, 3));
    assertThat(devices()).containsExactly("hw-3 hw-3 null false");
    assertThat(rejects().lines())
        .satisfiesExactly(
            header -> assertThat(header).isEqualTo("rejected_line,rejected_reason,hwid,City"),
            row -> assertThat(row).startsWith("2,broken quoting: text behind a closing quote,"),
            row -> assertThat(row).startsWith("4,broken quoting: a quote inside a cell that"),
            row -> assertThat(row).startsWith("6,broken quoting: a quote is never closed,"));
  }

  @ParameterizedTest
  @EnumSource
  void readsNdjson(TestDatabase kind) throws IOException {
    empty(kind);
    DevicesLoaded loaded =
        load(
                "devices.ndjson",
                """
                {"hwid": "HW-1", "user_id": "u", "push_token": true, "City": "London", "Age": 28, "Languages": ["de", "EN"]}

                {"hwid": "hw-1", "City": null, "Languages": "fr|de"}
                {"hwid": "hw-2", "Colour": "red"}
                {"hwid": "hw-3"
                {"hwid": "hw-4", "hwid": "hw-5"}
                [1]
                """)
            .loaded();
    assertThat(loaded).isEqualTo(new DevicesLoaded(6, 1, 0, 0, 1, 4));
    assertThat(devices()).containsExactly("hw-1 u null true");
    assertThat(tags())
        .containsExactlyInAnyOrder("hw-1 Age=28", "hw-1 Languages=fr", "hw-1 Languages=de");
    assertThat(rejects().lines())
        .hasSize(4)
        .first()
        .isEqualTo(
            "{\"rejected_line\":4,\"rejected_reason\":\"unknown tag: Colour\",\"hwid\": \"hw-2\","
                + " \"Colour\": \"red\"}");
  }

  @ParameterizedTest
  @EnumSource
  void refusesAFileOfAnotherApplicationOrFormat(TestDatabase kind) throws IOException {
    empty(kind);
    Path file = Files.writeString(folder.resolve("x"), "hwid\nx\n");
    ListName csv = (ListName) InboxName.of("x.csv");
    assertThat(loader.load("XXXXX-99999", file, csv, folder.resolve("r"), Progress.SILENT))
        .extracting(result -> result.refusal().orElseThrow())
        .isEqualTo(
            new ListRefusal(
                ListRefusal.Reason.NOT_FOUND,
                "unknown application: XXXXX-99999",
                "the folder must have the code of an application of the catalogue",
                0));
    assertThat(load("x.json", "{}").refusal().orElseThrow().message())
        .isEqualTo("unsupported file: x.json");
  }

  @ParameterizedTest
  @EnumSource
  void whatItStoresIsWhatFiltersFind(TestDatabase kind) throws IOException {
    empty(kind);
    StringBuilder file = new StringBuilder("\uFEFFhwid\tuser_id\tAge\tCity\n");
    for (int i = 0; i < 25_000; i++) {
      file.append("HW-")
          .append(i)
          .append("\tu-")
          .append(i / 2)
          .append('\t')
          .append(i % 100)
          .append("\tCity ")
          .append(i % 7)
          .append('\n');
    }
    assertThat(csv(file.toString())).isEqualTo(new DevicesLoaded(25_000, 25_000, 0, 0, 0, 0));
    Tags tags = new JdbcTags(database);
    CheckedFilter filter =
        FilterCheck.settled(
            "AT(\"AAAAA-00001\", \"Age\", between, [10, 19]) * AT(\"AAAAA-00001\", \"City\", eq,"
                + " \"CITY 3\")",
            tags);
    SqlFragment totals =
        SqlRenderer.of(database, database.reading()).totals(filter, ExampleDevices.NOW);
    long expected =
        IntStream.range(0, 25_000)
            .filter(i -> i % 100 >= 10 && i % 100 <= 19 && i % 7 == 3)
            .count();
    assertThat(
            jdbc.query(
                totals.text(), (row, n) -> row.getLong("devices"), totals.values().toArray()))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @EnumSource
  void severalFilesOfTheSameDevicesMayComeTogether(TestDatabase kind) throws Exception {
    empty(kind);
    StringBuilder file = new StringBuilder("hwid,City,Age\n");
    IntStream.range(0, 3000)
        .forEach(i -> file.append("hw-").append(i).append(",City,").append(i).append('\n'));
    Callable<DevicesLoaded> load = () -> csv(file.toString());
    var threads = Executors.newFixedThreadPool(3);
    try {
      for (Future<DevicesLoaded> loaded : threads.invokeAll(List.of(load, load, load))) {
        assertThat(loaded.get().read()).isEqualTo(3000);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(devices()).hasSize(3000);
    assertThat(tags()).hasSize(6000);
  }

  @ParameterizedTest
  @EnumSource
  void takesNumbersAsTheyAreWrittenAndRejectsThemSo(TestDatabase kind) throws IOException {
    empty(kind);
    DeviceFileResult result =
        load(
            "devices.ndjson",
            """
            {"hwid":"h1","Price":12345678.5}
            {"hwid":"h2","Price":0.0005}
            {"hwid":"h3","Price":1.5e3,"Age":2E1}
            {"hwid":"h4","Price":1e-9}
            {"hwid":"h5","Price": 12345678.50, "City":"\\u00fc","Age":1.5}
            {"hwid":"h6","Age":1e999999999}
            """);
    assertThat(tags())
        .containsExactlyInAnyOrder(
            "h1 Price=123456785000", "h2 Price=5", "h3 Price=15000000", "h3 Age=20");
    assertThat(rejects().lines())
        .containsExactly(
            "{\"rejected_line\":4,\"rejected_reason\":\"Price: 0.000000001 has more than 4 decimals"
                + " or is too large\",\"hwid\":\"h4\",\"Price\":1e-9}",
            "{\"rejected_line\":5,\"rejected_reason\":\"Age: 1.5 is not a whole"
                + " number\",\"hwid\":\"h5\",\"Price\": 12345678.50,"
                + " \"City\":\"\\u00fc\",\"Age\":1.5}",
            "{\"rejected_line\":6,\"rejected_reason\":\"Age: 1e999999999 is not a whole number\","
                + "\"hwid\":\"h6\",\"Age\":1e999999999}");
    assertThat(result.refusal().orElseThrow().message())
        .isEqualTo(
            "3 of 6 rows are bad, the first at line 4: Price: 0.000000001 has more than 4 decimals"
                + " or is too large");
  }

  @ParameterizedTest
  @EnumSource
  void aRowOfWrongTypesIsABadRow(TestDatabase kind) throws IOException {
    empty(kind);
    DeviceFileResult result =
        load(
            "devices.ndjson",
            """
            {"hwid":"h1"}
            {"hwid":["x"]}
            {"hwid":"h2","platform":["iOS"]}
            {"hwid":"h3","user_id":false}
            {"hwid":"h4","City":["a","b"]}
            {"hwid":"h5","Languages":["de",["en"]]}
            {"hwid":"h6","Languages":["de",7,null,true,""]}
            {"hwid":"h7","City":{"a":1}}
            {"hwid":"h8","push_token":[1]}
            {"hwid":"h9","platform":"Win\\u0000"}
            {"hwid":"h10","user_id":"\\u200b","City":"\\u200b"}
            """);
    assertThat(devices())
        .containsExactly("h1 h1 null false", "h10 h10 null false", "h6 h6 null false");
    assertThat(tags())
        .containsExactlyInAnyOrder("h6 Languages=de", "h6 Languages=7", "h6 Languages=true");
    assertThat(result.firstBadRows())
        .containsExactly(
            new BadRow(2, "hwid must be a string"),
            new BadRow(3, "platform must be a string"),
            new BadRow(4, "user_id must be a string"),
            new BadRow(5, "City must be one value and no list"),
            new BadRow(6, "Languages must be a list of values"),
            new BadRow(8, "City must be a value and no object"),
            new BadRow(9, "push_token must be one value and no list"),
            new BadRow(10, "platform must look like iOS or Windows_Phone"));
    assertThat(result.loaded()).isEqualTo(new DevicesLoaded(11, 3, 0, 0, 0, 8));
  }

  /** Once half of the devices were loaded and the rest was lost, or the database was. */
  @ParameterizedTest
  @EnumSource
  void aFileThatIsDamagedLateIsNotLoadedInPart(TestDatabase kind) throws IOException {
    empty(kind);
    byte[] text = devices(0, 5_000).getBytes(StandardCharsets.UTF_8);
    byte[] packed = gzip(text);
    byte[] cut = Arrays.copyOf(packed, packed.length - 100);
    byte[] second = Arrays.copyOf(packed, 2 * packed.length - 100);
    System.arraycopy(packed, 0, second, packed.length, packed.length - 100);
    for (byte[] damaged : List.of(cut, second, text)) {
      assertThat(load("x.Csv.GZ", damaged).refusal().orElseThrow().reason())
          .isEqualTo(ListRefusal.Reason.MALFORMED_FILE);
      assertThat(devices()).isEmpty();
    }
    assertThat(load("x.Csv.GZ", packed).loaded().added()).isEqualTo(5_000);
  }

  @ParameterizedTest
  @EnumSource
  void oneLateByteCostsItsRowOrTheFileAsTheSettingSays(TestDatabase kind) throws IOException {
    empty(kind);
    String text = devices(0, 3_000) + "bad,u,iOS,1,M\u00fcnchen\n" + devices(3_000, 3_500);
    byte[] latin1 =
        text.replace("\nhwid,user_id,platform,push_token,City\n", "\n").getBytes(ISO_8859_1);
    loader = new DeviceLoader(database, BadRows.REFUSE_FILE);
    DeviceFileResult refused = load("x.csv", latin1);
    assertThat(devices()).isEmpty();
    assertThat(refused.loaded()).isEqualTo(DevicesLoaded.NONE);
    assertThat(refused.refusal())
        .contains(
            new ListRefusal(
                ListRefusal.Reason.BAD_ROWS,
                "1 of 3501 rows is bad, the first at line 3002: City is not UTF-8",
                "bad rows allowed: refuse-file",
                3002));

    loader = new DeviceLoader(database, BadRows.parse("1%"));
    DeviceFileResult rest = load("x.csv", latin1);
    assertThat(rest.loaded()).isEqualTo(new DevicesLoaded(3_501, 3_500, 0, 0, 0, 1));
    assertThat(rest.refusal().orElseThrow().line()).isEqualTo(3002);
    assertThat(Files.readString(rejects, ISO_8859_1)).endsWith(",bad,u,iOS,1,M\u00fcnchen\n");
  }

  /** One connection writes to the embedded database: callers need it while devices are loaded. */
  @Test
  void othersWriteBetweenItsSlices() throws Exception {
    empty(TestDatabase.SQLITE);
    byte[] text = devices(0, 20_000).getBytes(StandardCharsets.UTF_8);
    var thread = Executors.newSingleThreadExecutor();
    Set<Long> seen = new HashSet<>();
    try {
      Future<DeviceFileResult> load = thread.submit(() -> load("x.csv", text));
      while (!load.isDone()) {
        seen.add(
            database.begin(
                status -> {
                  jdbc.update("update application set name = name");
                  return jdbc.queryForObject("select count(*) from device", Long.class);
                }));
      }
      assertThat(load.get().loaded().added()).isEqualTo(20_000);
    } finally {
      thread.shutdown();
    }
    seen.removeAll(Set.of(0L, 20_000L));
    assertThat(seen).as("numbers of devices when another had its turn").hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource
  void aLoadThatIsInterruptedLeavesTheDatabaseToTheNextOne(TestDatabase kind) throws Exception {
    empty(kind);
    byte[] text = devices(0, 5_000).getBytes(StandardCharsets.UTF_8);
    Thread first =
        new Thread(
            () -> {
              try {
                load("x.csv", text);
              } catch (IOException | RuntimeException e) {
                // It was interrupted.
              }
            });
    first.start();
    Awaitility.await().until(() -> !devices().isEmpty());
    first.interrupt();
    first.join();

    DevicesLoaded second = load("x.csv", text).loaded();
    assertThat(second.read()).isEqualTo(5_000);
    assertThat(second.added() + second.unchanged()).isEqualTo(5_000);
    assertThat(devices()).hasSize(5_000);
  }

  private static String devices(int from, int to) {
    StringBuilder file = new StringBuilder("hwid,user_id,platform,push_token,City\n");
    for (int i = from; i < to; i++) {
      file.append("hw-").append(i).append(",u-").append(i).append(",iOS,1,City ").append(i);
      file.append('\n');
    }
    return file.toString();
  }

  private static byte[] gzip(byte[] text) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(text);
    }
    return packed.toByteArray();
  }

  private DevicesLoaded csv(String text) throws IOException {
    return load("devices.csv", text).loaded();
  }

  private DeviceFileResult load(String name, String text) throws IOException {
    return load(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private DeviceFileResult load(String name, byte[] bytes) throws IOException {
    Path own = Files.createTempDirectory(folder, "file");
    rejects = DeviceFiles.rejects(own);
    return DeviceFiles.load(loader, APPLICATION, own, name, bytes);
  }

  private String rejects() throws IOException {
    return Files.exists(rejects) ? Files.readString(rejects) : "";
  }

  private List<String> devices() {
    return jdbc.query(
        "select * from device order by hwid",
        (row, n) ->
            row.getString("hwid")
                + " "
                + row.getString("user_id")
                + " "
                + row.getString("platform")
                + " "
                + row.getBoolean("push_token"));
  }

  private List<String> tags() {
    String sql =
        "select d.hwid, t.name, v.tag_value from device_tag_%s v join device d on d.id ="
            + " v.device_id join tag t on t.id = v.tag_id order by d.hwid, t.name, v.tag_value";
    List<String> all = new ArrayList<>();
    for (String table : List.of("text", "number")) {
      all.addAll(
          jdbc.query(
              String.format(sql, table),
              (row, n) -> row.getString(1) + " " + row.getString(2) + "=" + row.getString(3)));
    }
    return all;
  }

  private void empty(TestDatabase kind) {
    database = kind.migrated();
    jdbc = database.writing();
    loader = new DeviceLoader(database);
    jdbc.update("insert into application (code, name) values (?, 'Demo')", APPLICATION);
    Map<String, TagType> tags =
        Map.of(
            "City",
            TagType.STRING,
            "Age",
            TagType.INTEGER,
            "Price",
            TagType.PRICE,
            "Seen",
            TagType.DATE,
            "Vip",
            TagType.BOOLEAN,
            "Languages",
            TagType.LIST,
            "Version",
            TagType.VERSION);
    tags.forEach(
        (name, type) ->
            jdbc.update(
                "insert into tag (application_code, name, type) values (?, ?, ?)",
                APPLICATION,
                name,
                type.word()));
  }

  /** The first load into a new database, whose tables were never analyzed. */
  @Test
  void looksAtFewDevicesOfManyOnPostgresql() throws IOException {
    empty(TestDatabase.POSTGRESQL);
    jdbc.update(
        "insert into device (application_code, hwid, user_id) select ?, 'old-' || n, 'u' || n from"
            + " generate_series(1, 50000) n",
        APPLICATION);
    long before = TestDatabase.rowsRead(database.reading(), "device");

    database
        .read("find-stored-devices")
        .with("hwids", IntStream.range(0, 1000).mapToObj(i -> "new-" + i).toList())
        .with("application_code", APPLICATION)
        .texts();

    assertThat(TestDatabase.rowsRead(database.reading(), "device") - before).isLessThan(5000);
  }
}
