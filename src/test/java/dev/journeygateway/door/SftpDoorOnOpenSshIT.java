package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.OpenSshServer;
import dev.journeygateway.support.SftpServerOnLoopback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The SFTP door against OpenSSH's server, and uploads by OpenSSH's client. */
class SftpDoorOnOpenSshIT extends SftpDoorIT {

  private OpenSshServer openSsh;

  @Override
  SftpServerOnLoopback startServer() {
    Assumptions.assumeTrue(
        OpenSshServer.installed(), "SKIPPED: OpenSSH's server is not installed (/usr/sbin/sshd)");
    openSsh = OpenSshServer.start();
    return openSsh;
  }

  @Test
  void takesNothingOfATransferThatWasKilledHalfWay() throws Exception {
    int rows = 60_000;
    // Some megabytes, so that what the network holds on the way is a small part of it.
    String padding = "x".repeat(90);
    StringBuilder csv = new StringBuilder("user_id\n");
    for (int i = 0; i < rows; i++) {
      csv.append("killed-").append(padding).append(i).append('\n');
    }
    Path list = Files.writeString(Files.createTempFile("killed", ".csv"), csv);
    Path part = openSsh.root().resolve("inbox/running/killed.csv.part");
    Path put =
        Files.writeString(
            Files.createTempFile("put", ".sftp"),
            "put " + list + " inbox/running/killed.csv.part\n");
    Process upload = openSsh.client(4_000, put);
    Awaitility.await("the upload, " + upload.info())
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.exists(part) && Files.size(part) > 500_000);
    upload.destroyForcibly().waitFor();

    upload("running", "behind.csv", "user_id\nbehind\n");
    result("running", "archive", "behind");

    assertThat(part).exists();
    assertThat(Files.size(part)).isLessThan(csv.length());
    assertThat(enteredOf("killed-")).isZero();

    gateway.letThePeriodPass();
    Path whole =
        Files.writeString(
            Files.createTempFile("whole", ".sftp"),
            "put "
                + list
                + " inbox/running/killed.csv.part\nrename inbox/running/killed.csv.part inbox/running/killed.csv\n");
    assertThat(openSsh.client(1_000_000, whole).waitFor()).isZero();

    assertThat(result("running", "archive", "killed").at("/counts/entered").asInt())
        .isEqualTo(rows);
    assertThat(enteredOf("killed-")).isEqualTo(rows);
  }

  private long enteredOf(String prefix) throws IOException {
    return gateway
        .jdbc()
        .queryForObject(
            "select count(*) from entry where user_id like ?", Long.class, prefix + "%");
  }
}
