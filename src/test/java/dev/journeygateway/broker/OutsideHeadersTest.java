package dev.journeygateway.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutsideHeadersTest {

  @ParameterizedTest
  @CsvSource({
    "CamelFileName, true",
    "camelFileName, true",
    "CAmelExecCommandExecutable, true",
    "CAMELJMSDESTINATIONNAME, true",
    "org.apache.camel.x, true",
    "ORG_APACHE_CAMEL_X, true",
    "org_DOT_apache_DOT_camel_DOT_x, true",
    "journey_id, false",
    "Authorization, false",
    "my_camel, false"
  })
  void dropsInstructionsWhateverTheirCase(String name, boolean dropped) {
    assertThat(new OutsideHeaders().applyFilterToExternalHeaders(name, "x", null))
        .isEqualTo(dropped);
  }
}
