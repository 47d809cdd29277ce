package dev.journeygateway.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartRequestReaderTest {

  private final StartRequestReader reader = new StartRequestReader();

  @Test
  void takesIdsWithoutWhiteSpaceAtTheirEnds() {
    StartRequest request =
        read("{\"payload\":{\"users\":[\" u1 \",\"\\u00a0u 2\\t\"],\"hwids\":[\"\\u3000H1\\n\"]}}");
    assertThat(request.users()).containsExactly("u1", "u 2");
    assertThat(request.hwids()).containsExactly("H1");
  }

  @Test
  void leavesAttributeValuesAsTheyAre() {
    assertThat(read("{\"payload\":{\"attribute_values\":{\"a\":\" b \"}}}").attributeValues())
        .containsEntry("a", " b ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\\u00a0", "\\u200b", "\\ufeff", "\\u001a", "\\u3164", "\\u0000"})
  void refusesAnIdThatShowsNothing(String id) {
    StartRequest request = read("{\"payload\":{\"users\":[\"u1\",\"" + id + "\"]}}");
    assertThatThrownBy(() -> UsableValues.require(request, 10))
        .hasMessageContaining("payload.users[1] must not be blank");
  }

  @Test
  void skipsAByteOrderMark() {
    assertThat(read("\ufeff{\"payload\":{\"users\":[\"u1\"]}}").users()).containsExactly("u1");
    assertThatThrownBy(() -> read("\ufeff")).hasMessageContaining("the body is empty");
  }

  private StartRequest read(String body) {
    return reader.read(body.getBytes(StandardCharsets.UTF_8), "j1").requestOrRefuse();
  }
}
