package dev.journeygateway.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeTextTest {

  @Test
  void putsAPersonsOwnValuesOverThoseOfAll() {
    assertThat(AttributeText.merged(Map.of("x", "0", "z", "3"), "{\"x\": \"1\"}"))
        .contains("\"x\":\"1\"")
        .contains("\"z\":\"3\"");
  }
}
