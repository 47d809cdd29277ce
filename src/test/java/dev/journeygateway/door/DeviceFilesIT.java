package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of devices go the way of lists, from the inbox to their drawers. */
@Tag("daily")
@ParameterizedClass
@EnumSource
class DeviceFilesIT {

  private static final String SHOP = "AAAAA-00001";
  private static final String CAREFUL = "BBBBB-00002";

  private static RunningGateway gateway;

  @Parameter Form form;

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    gateway =
        RunningGateway.start(
            Stream.concat(
                    Arrays.stream(form.settings()),
                    Stream.of("gateway.files.settle=300ms", "gateway.files.poll-interval=50ms"))
                .toArray(String[]::new));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  private static Path folder(String application) {
    return gateway.folder().resolve("inbox/devices").resolve(application);
  }

  private static Path drop(String application, String name, byte[] content) throws IOException {
    Files.createDirectories(folder(application));
    Path part = Files.write(folder(application).resolve("x.part"), content);
    return Files.move(part, folder(application).resolve(name));
  }

  private static Path drop(String application, String name, String content) throws IOException {
    return drop(application, name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Path> filed(String application, String drawer, String ending) {
    Path top = folder(application).resolve(drawer);
    if (!Files.exists(top)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(file -> file.getFileName().toString().endsWith(ending)).findFirst();
    } catch (IOException | UncheckedIOException e) {
      // Something was renamed meanwhile.
      return Optional.empty();
    }
  }

  private static JsonNode result(String application, String drawer, String base)
      throws IOException {
    Path result =
        Awaitility.await(base + " in " + drawer)
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> filed(application, drawer, "-" + base + ".result.json"), Optional::isPresent)
            .get();
    return RunningGateway.JSON.readTree(result.toFile());
  }

  @Test
  void answersForEachOfTwoFilesOfOneName() throws IOException {
    drop(SHOP, "same.csv", "hwid,City\nd1,Rome\nd2,Bonn\n");
    drop(CAREFUL, "same.csv", "hwid\nd1\n");

    JsonNode shop = result(SHOP, "archive", "same");
    JsonNode careful = result(CAREFUL, "archive", "same");

    assertThat(shop.get("state").asText()).isEqualTo("done");
    assertThat(shop.get("application_code").asText()).isEqualTo(SHOP);
    assertThat(shop.at("/counts/added").asInt()).isEqualTo(2);
    assertThat(careful.at("/counts/added").asInt()).isEqualTo(1);
    Awaitility.await()
        .until(
            () ->
                filed(SHOP, "archive", shop.get("request_uuid").asText() + "-same.csv")
                    .isPresent());
  }

  @Test
  void answersForAnEmptyFileAndNobodyWaitsForIt() throws IOException {
    drop(SHOP, "empty.csv", "");
    Files.setLastModifiedTime(
        drop(SHOP, "future.csv", "hwid\nf1\n"),
        FileTime.fromMillis(System.currentTimeMillis() + 3_600_000));
    String longest = "l".repeat(246);
    drop(SHOP, longest + ".csv", "hwid\nl1\n");
    drop(CAREFUL, "other.csv", "hwid\no1\n");

    assertThat(result(SHOP, "failed", "empty").get("state").asText()).isEqualTo("refused");
    assertThat(result(SHOP, "archive", "future").at("/counts/added").asInt()).isEqualTo(1);
    assertThat(result(CAREFUL, "archive", "other").at("/counts/added").asInt()).isEqualTo(1);
    result(SHOP, "archive", "l".repeat(203));
  }

  @Test
  void putsARefusedFileAsideWithTheReason() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("hwid\nz1\nz2\n".getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = packed.toByteArray();
    drop(SHOP, "cut.csv.gz", Arrays.copyOf(whole, whole.length - 6));
    drop("nobody", "some.csv", "hwid\na\n");
    drop(SHOP, "colour.csv", "hwid,colour\na,red\n");

    JsonNode cut = result(SHOP, "failed", "cut");
    assertThat(cut.at("/details/0/reason").asText()).isEqualTo("MALFORMED_FILE");
    assertThat(cut.get("message").asText()).contains("gzip");
    Awaitility.await().until(() -> filed(SHOP, "failed", "-cut.csv.gz").isPresent());
    assertThat(result("nobody", "failed", "some").get("message").asText())
        .isEqualTo("unknown application: nobody");
    assertThat(result(SHOP, "failed", "colour").get("message").asText()).contains("colour");
  }

  @Test
  void goesByTheEndingsInWhateverCaseAndKeepsBadRowsBeside() throws IOException {
    drop(SHOP, "LIST.CSV", "hwid,Age\nu1,7\nu2,old\n");

    JsonNode result = result(SHOP, "failed", "LIST");

    assertThat(result.at("/counts/added").asInt()).isEqualTo(1);
    assertThat(result.at("/counts/rejected").asInt()).isEqualTo(1);
    assertThat(result.at("/bad_rows/0/line").asInt()).isEqualTo(3);
    assertThat(filed(SHOP, "failed", "-LIST.rejects.csv").orElseThrow())
        .content()
        .contains("u2,old");
  }

  @Test
  void loadsAgainWhatAGatewayLeftThatEnded() throws IOException {
    gateway.stop();
    String id = "01990000-0000-7000-8000-00000000000d";
    Files.createDirectories(folder(SHOP).resolve(".work"));
    Files.writeString(folder(SHOP).resolve(".work/" + id + "-left.csv"), "hwid\nleft\n");
    gateway.startAgain();

    assertThat(result(SHOP, "archive", "left").get("request_uuid").asText()).isEqualTo(id);
    Awaitility.await()
        .until(
            () ->
                gateway.jdbc().queryForObject("select count(*) from start_file", Long.class) == 0);
  }
}
