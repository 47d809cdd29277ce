package dev.journeygateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.journeygateway.support.RunningGateway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unknown names and impossible values stop the start and are named. */
class SettingsIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gateway.colour=red | gateway.colour is no setting of the gateway",
        "gateway.limit.period=60 | gateway.limit.period=60 has no unit: write 60s",
        "gateway.files.look=1s | gateway.files.look is called gateway.files.poll-interval now",
        "gateway.limit.perriod=5s | gateway.limit.perriod",
        "gateway.limit.period=-1s | gateway.limit.period must be 0s to 1d",
        "gateway.limit.status=418 | gateway.limit.status must be 400 or 429",
        "gateway.chunk-size=0 | gateway.chunk-size must be 1 to 100000",
        "gateway.roles=http,cook | gateway.roles",
        "gateway.http.max-body=2GB | gateway.http.max-body must be 1B to 1GB",
        "spring.datasource.url=jdbc:sqlite:/tmp/x?synchronous=OFF | spring.datasource.url must carry no options for SQLite",
        "spring.datasource.url=jdbc:h2:mem:x | spring.datasource.url must begin with",
        "gateway.outbox.max-messages=0 | gateway.outbox.max-messages must be 1 to 10000000",
        "spring.activemq.broker-url=tcp://localhost:1?jms.useAsyncSend=true | spring.activemq.broker-url must not carry",
      })
  void stopsTheStartWithTheNameAndTheReason(String setting, String reason) {
    Throwable failure = catchThrowable(() -> RunningGateway.start(setting).close());

    assertThat(failure).as(setting).isNotNull();
    StringBuilder messages = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      messages.append(cause.getMessage()).append('\n');
    }
    assertThat(messages.toString()).contains(reason);
  }
}
