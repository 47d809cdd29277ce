package dev.journeygateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.command.GatewayCommand;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code upload} and {@code plan}, against a running gateway. */
class UploadCommandIT {

  /** No id is so long. */
  private static final String LONG = "x".repeat(300);

  private static RunningGateway gateway;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() {
    gateway =
        RunningGateway.start("gateway.files.settle=100ms", "gateway.files.poll-interval=50ms");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void freeEverySlot() {
    gateway.letThePeriodPass();
  }

  private int run(String command, Path file, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                command,
                file.toString(),
                "--journey",
                "with blank + plus",
                "--url",
                "http://localhost:" + gateway.port(),
                "--token",
                "start-and-read"));
    args.addAll(List.of(more));
    return GatewayCommand.run(
        new PrintWriter(out), new PrintWriter(err, true), args.toArray(String[]::new));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void sendsAListAndWatchesItToItsEnd() throws IOException {
    assertThat(run("upload", file("a list.csv", "user_id\nann\nbob\n")))
        .as(err.toString())
        .isZero();

    String request = out.toString().strip();
    assertThat(gateway.status(request).at("/counts/entered").asInt()).isEqualTo(2);
    assertThat(gateway.status(request).get("file").asText()).isEqualTo("a list.csv");
  }

  @Test
  void sendsAPackedList() throws IOException {
    Path packed = folder.resolve("packed.csv.gz");
    try (var zip = new GZIPOutputStream(Files.newOutputStream(packed))) {
      zip.write("user_id\npia\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    assertThat(run("upload", packed)).as(err.toString()).isZero();
  }

  @Test
  void endsWithOneWhenTheListIsRefused() throws IOException {
    assertThat(run("upload", file("bad.csv", "user_id\n" + LONG + "\n"))).isEqualTo(1);
    assertThat(run("upload", file("bad.txt", "user_id\nann\n"))).isEqualTo(2);
    assertThat(run("upload", file("late.csv", "user_id\nann\n"), "--start-at", "tomorrow"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("start_at must be an RFC 3339 time");
  }

  @Test
  void plansWithoutKeepingAnything() throws IOException {
    assertThat(run("plan", file("plan.csv", "user_id\nann\nbob\n"))).as(err.toString()).isZero();
    assertThat(out.toString()).contains("may enter 2 users");

    assertThat(run("plan", file("plan-bad.csv", "user_id\nann\n" + LONG + "\n"))).isEqualTo(1);
    assertThat(out.toString()).contains("line 3:");
    assertThat(
            gateway
                .jdbc()
                .queryForObject(
                    "select count(*) from start_request where file like 'plan%'", Long.class))
        .isZero();
  }
}
