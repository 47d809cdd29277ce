package dev.journeygateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Unknown names and impossible values stop the start and are named. */
@ExtendWith(OutputCaptureExtension.class)
class SettingsIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gateway.colour=red | gateway.colour is no setting of the gateway",
        "gateway.limit.period=60 | gateway.limit.period=60 has no unit: write 60s",
        "gateway.http.max-body=16 | gateway.http.max-body=16 has no unit: write 16MB",
        "channel.acepted=x | channel.acepted: no setting of the gateway",
        "channel.accepted=a,b | channel.accepted must be the name of a queue",
        "channel.dead=journey.start.refused | the queue journey.start.refused is named twice",
        "gateway.worker.consumers=many | gateway.worker.consumers=many cannot be used",
        "spring.activemq.broker-url=${NOWHERE_SET} | NOWHERE_SET is needed and not set",
        "spring.datasource.url=jdbc:postgresql://localhost:1/x | The database cannot be used",
        "gateway.files.look=1s | gateway.files.look is called gateway.files.poll-interval now",
        "gateway.limit.perriod=5s | gateway.limit.perriod",
        "gateway.limit.period=-1s | gateway.limit.period must be 0s to 1d",
        "gateway.limit.status=418 | gateway.limit.status must be 400 or 429",
        "gateway.chunk-size=0 | gateway.chunk-size must be 1 to 100000",
        "gateway.roles=http,cook | gateway.roles",
        "gateway.http.max-body=2GB | gateway.http.max-body must be 1B to 1GB",
        "spring.datasource.url=jdbc:sqlite:/tmp/x?synchronous=OFF | spring.datasource.url must"
            + " carry no options for SQLite",
        "spring.datasource.url=jdbc:h2:mem:x | spring.datasource.url must begin with",
        "gateway.outbox.max-messages=0 | gateway.outbox.max-messages must be 1 to 10000000",
        "spring.activemq.broker-url=tcp://localhost:1?jms.useAsyncSend=true |"
            + " spring.activemq.broker-url must not carry",
      })
  void stopsTheStartWithTheNameAndTheReason(String setting, String reason, CapturedOutput output) {
    Throwable failure = catchThrowable(() -> RunningGateway.start(setting).close());

    assertThat(failure).as(setting).isNotNull();
    assertToldOnce(reason, output);
  }

  @Test
  void stopsTheStartForAWrongCatalogueWithTheLineAndTheReason(CapturedOutput output)
      throws IOException {
    try (RunningGateway gateway = RunningGateway.start()) {
      gateway.stop();
      String catalog = Files.readString(gateway.catalog());
      Files.writeString(gateway.catalog(), catalog.replace("id: draft", "id: dr%ft"));

      assertThat(catchThrowable(gateway::startAgain)).isNotNull();
      assertToldOnce(
          gateway.catalog()
              + ": line 22: a journey needs an id of at most 64 printable characters without /, \\"
              + " and %, not dr%ft",
          output);
      Files.writeString(gateway.catalog(), catalog);
      gateway.startAgain();
    }
  }

  private static void assertToldOnce(String reason, CapturedOutput output) {
    String printed = output.getOut() + output.getErr();
    assertThat(printed).containsOnlyOnce("APPLICATION FAILED TO START");
    String told = printed.substring(printed.indexOf("APPLICATION FAILED TO START"));
    assertThat(told).contains(reason, "Action:");
    assertThat(printed).as("no stack trace").doesNotContain("\tat ", "Caused by:");
    assertThat(told).as("no class of ours or another's").doesNotContain("dev.journeygateway");
    assertThat(printed.split(Pattern.quote(reason), -1)).as("told once").hasSize(2);
  }
}
