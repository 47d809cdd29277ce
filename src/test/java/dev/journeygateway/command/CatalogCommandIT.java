package dev.journeygateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gateway catalog load | check} against a running gateway. */
class CatalogCommandIT {

  private static RunningGateway gateway;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    gateway = RunningGateway.start("gateway.limit.period=0s");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private record Ran(int status, String text) {}

  private static Ran run(String token, String... arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    String[] all = new String[arguments.length + 5];
    all[0] = "catalog";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 4] = "--url";
    all[all.length - 3] = "http://localhost:" + gateway.port();
    all[all.length - 2] = "--token";
    all[all.length - 1] = token;
    return new Ran(GatewayCommand.run(out, out, all), printed.toString().strip());
  }

  @Test
  void checksAFileAndLoadsWhatIsMeant() throws IOException {
    String before = Files.readString(gateway.catalog());
    Path other = folder.resolve("other.yaml");
    Files.writeString(other, before.replace("- id: draft", "- id: drafted"));
    assertThat(run("administrator", "check", other.toString()))
        .isEqualTo(new Ran(0, "tokens: 0 new, 0 revoked; journeys: 1 new, 0 changed, 1 archived"));

    Files.writeString(other, "applications:\n  - code: nope\n");
    assertThat(run("administrator", "check", other.toString()))
        .isEqualTo(new Ran(1, "400 line 2: an application code looks like XXXXX-XXXXX, not nope"));

    Files.writeString(other, "");
    assertThat(run("administrator", "check", other.toString()).text())
        .contains("it names no application: a running gateway takes it by");

    Files.writeString(gateway.catalog(), "");
    assertThat(run("administrator", "load"))
        .isEqualTo(new Ran(1, "409 " + gateway.catalog() + " names no application"));
    assertThat(gateway.post("running", "{\"users\": [\"a\"]}").statusCode()).isEqualTo(200);

    Files.writeString(gateway.catalog(), before + "\n");
    assertThat(run("administrator", "load", "--force").text()).startsWith("loaded: tokens: 0 new");
    assertThat(run("administrator", "load").text())
        .isEqualTo("nothing to do: it was loaded before");
  }

  @Test
  void needsAnAdministrator() {
    assertThat(run("start-and-read", "load", "--force"))
        .isEqualTo(new Ran(1, "403 this token may not administer the gateway"));
    assertThat(run("nobody", "load").text()).isEqualTo("401 invalid api token");
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(run("administrator", "check", folder.resolve("none").toString()).status())
        .isEqualTo(2);
    assertThat(
            gateway
                .send(
                    "POST",
                    "/api/catalog/load?force=yes",
                    java.util.Map.of("Authorization", "Api administrator"),
                    "")
                .body())
        .contains("force must be true or false");
  }
}
