package dev.journeygateway.device;

import dev.journeygateway.filter.FilterScope;
import dev.journeygateway.filter.TagType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A small random world: two applications a token may see and one it may not, with devices whose
 * tags are kept as the text of a device file. Nothing here knows how the product stores or compares
 * a value.
 */
public final class ExampleDevices {

  public static final Instant NOW = Instant.parse("2026-11-23T10:20:30.250Z");

  public static final List<String> CITIES =
      List.of("London", "PARIS", "Z\u00fcrich", "\u039f\u03b4\u03cc\u03c2", "a \"b\" \\c");
  public static final List<String> VERSIONS =
      List.of(
          "1",
          "1.0",
          "1.2",
          "1.2.0",
          "1.2.10",
          "1.2.9",
          "1.10",
          "2",
          "10.0.1",
          "0",
          "0.0.1",
          "20231105123456.1");
  public static final List<String> LANGUAGES = List.of("de", "EN", "fr", "1", "2");

  public record Device(
      String application,
      String hwid,
      String user,
      Optional<String> platform,
      boolean pushToken,
      Map<String, List<String>> tags) {}

  public final String journeyApplication;
  public final String otherApplication;
  final String hiddenApplication;
  public final String group;
  public final List<Device> devices = new ArrayList<>();

  public ExampleDevices(int number) {
    journeyApplication = String.format("JJJJJ-%05d", number);
    otherApplication = String.format("OOOOO-%05d", number);
    hiddenApplication = String.format("HHHHH-%05d", number);
    group = String.format("GGGGG-%05d", number);
    Random random = new Random(number);
    for (int i = 0; i < 40; i++) {
      devices.add(device(random, i));
    }
  }

  public FilterScope scope() {
    return new FilterScope(
        journeyApplication,
        Set.of(journeyApplication, otherApplication),
        Map.of(group, Set.of(journeyApplication, otherApplication, hiddenApplication)));
  }

  /**
   * The tags an application has. The other application knows fewer, and Age means a price there.
   */
  public Map<String, TagType> tagsOf(String application) {
    Map<String, TagType> tags = new TreeMap<>();
    tags.put("City", TagType.STRING);
    tags.put("Age", application.equals(otherApplication) ? TagType.PRICE : TagType.INTEGER);
    if (!application.equals(otherApplication)) {
      tags.put("Price", TagType.PRICE);
      tags.put("Seen", TagType.DATE);
      tags.put("Vip", TagType.BOOLEAN);
      tags.put("Languages", TagType.LIST);
      tags.put("Version", TagType.VERSION);
    }
    return tags;
  }

  private Device device(Random random, int i) {
    String application =
        List.of(journeyApplication, otherApplication, hiddenApplication).get(random.nextInt(8) / 3);
    Map<String, List<String>> tags = new HashMap<>();
    tagsOf(application)
        .forEach(
            (name, type) -> {
              if (random.nextInt(4) > 0) {
                tags.put(name, values(random, type));
              }
            });
    Optional<String> platform =
        Optional.of(List.of("IOS", "ANDROID", "").get(random.nextInt(3))).filter(p -> !p.isEmpty());
    return new Device(
        application, "hw-" + i, "user-" + random.nextInt(12), platform, random.nextBoolean(), tags);
  }

  private static List<String> values(Random random, TagType type) {
    return switch (type) {
      case STRING -> List.of(one(random, CITIES));
      case INTEGER -> List.of(String.valueOf(random.nextInt(5) - 1));
      case PRICE ->
          List.of(List.of("0", "-1", "1.5", "2.0001", "3", "1.50").get(random.nextInt(6)));
      case BOOLEAN -> List.of(List.of("0", "1", "true", "False").get(random.nextInt(4)));
      case VERSION -> List.of(one(random, VERSIONS));
      case DATE -> List.of(date(random));
      case LIST ->
          random
              .ints(1 + random.nextInt(3), 0, LANGUAGES.size())
              .distinct()
              .mapToObj(LANGUAGES::get)
              .toList();
    };
  }

  /** Mostly some days before now, on the second of a whole day, beside it, or anywhere. */
  private static String date(Random random) {
    long second = NOW.getEpochSecond() - random.nextInt(6) * 86_400L;
    second +=
        switch (random.nextInt(6)) {
          case 0 -> 1;
          case 1 -> -1;
          case 2 -> random.nextInt(86_400);
          case 3 -> -Math.floorMod(second, 86_400L);
          case 4 -> -Math.floorMod(second, 86_400L) - 1;
          default -> 0;
        };
    return random.nextInt(3) == 0
        ? String.valueOf(second)
        : LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC)
            .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
  }

  private static String one(Random random, List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Writes everything to the tables, values by the type's own rule for storing them. */
  public void writeTo(JdbcTemplate jdbc) {
    Map<String, Integer> tagIds = new HashMap<>();
    for (String application : List.of(journeyApplication, otherApplication, hiddenApplication)) {
      jdbc.update("insert into application (code, name) values (?, ?)", application, application);
      tagsOf(application)
          .forEach(
              (name, type) -> {
                jdbc.update(
                    "insert into tag (application_code, name, type) values (?, ?, ?)",
                    application,
                    name,
                    type.word());
                tagIds.put(
                    application + name,
                    jdbc.queryForObject(
                        "select id from tag where application_code = ? and name = ?",
                        Integer.class,
                        application,
                        name));
              });
    }
    for (Device device : devices) {
      jdbc.update(
          "insert into device (application_code, hwid, user_id, platform, push_token) values (?, ?, ?, ?, ?)",
          device.application(),
          device.hwid(),
          device.user(),
          device.platform().orElse(null),
          device.pushToken());
      Long id =
          jdbc.queryForObject(
              "select id from device where application_code = ? and hwid = ?",
              Long.class,
              device.application(),
              device.hwid());
      device
          .tags()
          .forEach(
              (name, values) -> {
                TagType type = tagsOf(device.application()).get(name);
                String table = type.isNumber() ? "device_tag_number" : "device_tag_text";
                for (String value : values) {
                  jdbc.update(
                      "insert into " + table + " (device_id, tag_id, tag_value) values (?, ?, ?)",
                      id,
                      tagIds.get(device.application() + name),
                      type.stored(value));
                }
              });
    }
  }
}
