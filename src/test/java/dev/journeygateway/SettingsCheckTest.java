package dev.journeygateway;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultBootstrapContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Variables of the environment, which a test cannot set for its own process. */
class SettingsCheckTest {

  private static void check(Map<String, Object> variables) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    new SettingsCheck()
        .onApplicationEvent(
            new ApplicationEnvironmentPreparedEvent(
                new DefaultBootstrapContext(),
                new SpringApplication(),
                new String[0],
                environment));
  }

  @Test
  void passesOverTheCommandsTokenAndAServiceThatIsCalledGateway() {
    assertThatCode(
            () ->
                check(
                    Map.of(
                        "GATEWAY_TOKEN", "secret",
                        "GATEWAY_SERVICE_HOST", "10.0.0.1",
                        "GATEWAY_SERVICE_PORT", "8080",
                        "GATEWAY_PORT", "tcp://10.0.0.1:8080",
                        "GATEWAY_PORT_8080_TCP_ADDR", "10.0.0.1",
                        "GATEWAY_LIMIT_PERIOD", "30s")))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAVariableThatNoPartHas() {
    assertThatThrownBy(() -> check(Map.of("GATEWAY_LIMITS_PERIOD", "30s")))
        .hasMessageStartingWith("gateway.limits.period is no setting of the gateway");
    assertThatThrownBy(() -> check(Map.of("GATEWAY_LIMIT_PERIOD", "30")))
        .hasMessageContaining("has no unit: write 30s");
  }
}
