package dev.journeygateway.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Liveness is down when only a restart helps, and then a caller is not told to try again. */
class LivenessIT {

  private static final String ANN = "{\"users\": [\"ann\"]}";

  private static int liveness(RunningGateway gateway) {
    return gateway.send("GET", "/actuator/health/liveness", Map.of(), null).statusCode();
  }

  private static void assertNotToTryAgain(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
    assertThat(answer.body()).contains("internal error").doesNotContain("Hikari", "SQLITE");
    assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void isDownWhenTheConnectionsAreClosed(Form form) {
    try (RunningGateway gateway = RunningGateway.start(form.settings())) {
      assertThat(gateway.post("running", ANN).statusCode()).isEqualTo(200);
      assertThat(liveness(gateway)).isEqualTo(200);

      gateway.bean(HikariDataSource.class).close();

      assertNotToTryAgain(gateway.post("once", ANN));
      assertThat(liveness(gateway)).isEqualTo(503);
    }
  }

  @Test
  void isDownWhenTheFileIsGone() throws IOException {
    try (RunningGateway gateway = RunningGateway.start()) {
      assertThat(liveness(gateway)).isEqualTo(200);
      Files.move(gateway.folder().resolve("data/gateway.db"), gateway.folder().resolve("moved.db"));

      assertThat(liveness(gateway)).isEqualTo(503);
    }
  }

  @Test
  void isDownWhenTheFileIsBroken() throws IOException {
    try (RunningGateway gateway = RunningGateway.start()) {
      assertThat(gateway.post("running", ANN).statusCode()).isEqualTo(200);
      gateway.jdbc().execute("pragma wal_checkpoint(truncate)");
      Path file = gateway.folder().resolve("data/gateway.db");
      try (FileChannel pages = FileChannel.open(file, StandardOpenOption.WRITE)) {
        byte[] rubbish = new byte[(int) Files.size(file)];
        java.util.Arrays.fill(rubbish, (byte) 0x5a);
        pages.write(ByteBuffer.wrap(rubbish), 0);
      }

      assertNotToTryAgain(gateway.post("once", ANN));
      assertThat(liveness(gateway)).isEqualTo(503);
    }
  }
}
