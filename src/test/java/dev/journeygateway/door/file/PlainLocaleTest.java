package dev.journeygateway.door.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process under LC_ALL=C reads names of ASCII alone: what it cannot read enters nobody. */
class PlainLocaleTest {

  @TempDir Path inbox;

  private void run(String command) throws Exception {
    Process process = new ProcessBuilder("bash", "-c", command).directory(inbox.toFile()).start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void filesAwayWhatItCannotReadAndTakesTheRest() throws Exception {
    run(
        "mkdir j $'\\xc3\\xa9'; echo user_id > j/$'\\xc3\\xbc.csv';"
            + " echo {} > j/$'\\xc3\\xbc.attributes.json'; echo user_id > j/plain.csv;"
            + " echo {} > j/plain.attributes.json; echo user_id > $'\\xc3\\xa9/list.csv'");

    ProcessBuilder look =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                InboxInPlainC.class.getName(),
                inbox.toString())
            .redirectErrorStream(true);
    look.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    look.environment().put("LC_ALL", "C");
    Process process = look.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();

    assertThat(said)
        .contains("unicode=false", "unreadable attributes=true", "plain.csv attributes=true")
        .contains("is not taken: the folder's name is no text in ANSI_X3.4-1968");
    assertThat(filed("j/failed")).isEqualTo(3);
    assertThat(filed("j/archive")).isEqualTo(3);
    assertThat(filed("j/.work")).isZero();
  }

  private long filed(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(inbox.resolve(folder))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
