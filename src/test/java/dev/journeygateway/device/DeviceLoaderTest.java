package dev.journeygateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.audience.SqlFragment;
import dev.journeygateway.audience.SqlRenderer;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.filter.FilterCheck;
import dev.journeygateway.filter.TagType;
import dev.journeygateway.filter.Tags;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.ListRefusal;
import dev.journeygateway.list.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
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

  private DevicesLoaded csv(String text) throws IOException {
    return load("devices.csv", text).loaded();
  }

  private DeviceFileResult load(String name, String text) throws IOException {
    Path own = Files.createTempDirectory(folder, "file");
    rejects = DeviceFiles.rejects(own);
    return DeviceFiles.load(loader, APPLICATION, own, name, text.getBytes(StandardCharsets.UTF_8));
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
}
