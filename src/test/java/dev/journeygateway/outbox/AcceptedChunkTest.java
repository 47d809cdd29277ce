package dev.journeygateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedChunkTest {

  private static final String ENVELOPE =
      """
      "request_uuid": "01890a5d-ac96-774b-bcce-b302099a8057", "journey_id": "j", "entry_point_id": "p",
      "application_code": "AAAAA-00001", "accepted_at": "2026-01-01T00:00:00Z\"""";

  private static AcceptedChunk read(String fields) {
    return AcceptedChunk.read("{" + ENVELOPE + ", " + fields + "}", 1, 1);
  }

  @Test
  void keepsThePeopleWithTheirValuesAsTheyStand() {
    AcceptedChunk chunk =
        read(
            """
            "later": {"a": [1, {}]}, "entries": [{"user_id": "a\\"\\u00e9", "attribute_values": {"x": "1 \\n", "y": "}"}},
            {"hwid": "H", "attribute_values": {}, "more": [2]}, {"user_id": "c", "attribute_values": null}],
            "attribute_values": {"z": "3"}""");

    assertThat(chunk.body().entries())
        .containsExactly(
            new AcceptedChunk.Person("a\"\u00e9", null, null, "{\"x\": \"1 \\n\", \"y\": \"}\"}"),
            new AcceptedChunk.Person(null, "H", null, null),
            new AcceptedChunk.Person("c", null, null, null));
    assertThat(chunk.body().attributeValues()).isEqualTo(Map.of("z", "3"));
  }

  @Test
  void comesBackFromItsOwnText() {
    AcceptedChunk chunk =
        read(
            "\"entries\": [{\"user_id\": \"a\", \"attribute_values\": {\"x\": \"1\"}}, {\"hwid\": \"b\"}]");

    assertThat(AcceptedChunk.read(chunk.text(), 1, 1)).isEqualTo(chunk);
  }

  @Test
  void keepsItsPlacesInALongMessage() {
    String people =
        String.join(
            ",",
            java.util.Collections.nCopies(
                5_000, "{\"user_id\": \"é\", \"attribute_values\": {\"name\": \"Zoë\"}}"));

    assertThat(read("\"entries\": [" + people + "]").body().entries())
        .hasSize(5_000)
        .containsOnly(new AcceptedChunk.Person("é", null, null, "{\"name\": \"Zoë\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"entries\": [{\"user_id\": 1}]",
        "\"entries\": [{\"user_id\": \"a\", \"attribute_values\": {\"x\": 1}}]",
        "\"entries\": [{\"user_id\": \"a\", \"attribute_values\": []}]",
        "\"entries\": [{}]",
        "\"entries\": [null]",
        "\"entries\": {}",
        "\"entries\": [], \"filter\": \"x\"",
        "\"filter\": null",
        "\"entries\": [}",
        "\"entries\": []} {",
        "\"accepted_at\": \"now\", \"entries\": []",
        "\"request_uuid\": \"x\", \"entries\": []",
        "\"journey_id\": null",
        "\"attribute_values\": {\"x\": null}, \"entries\": []"
      })
  void isUnusableWhenSomethingIsWrong(String fields) {
    assertThatThrownBy(() -> read(fields)).isInstanceOf(AcceptedChunk.Unusable.class);
  }

  @Test
  void isUnusableWithoutText() {
    for (String text : new String[] {null, "", "[]", "1"}) {
      assertThatThrownBy(() -> AcceptedChunk.read(text, 1, 1))
          .isInstanceOf(AcceptedChunk.Unusable.class);
    }
  }
}
