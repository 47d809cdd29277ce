package dev.journeygateway.retention;

import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody enters twice because the first time is no longer kept. */
@ParameterizedClass
@EnumSource
class RetentionIT {

  private static RunningGateway gateway;

  @Parameter Form form;

  @BeforeParameterizedClassInvocation
  static void start(Form form) {
    List<String> settings = new ArrayList<>(List.of(form.settings()));
    settings.add("gateway.limit.period=0s");
    settings.add("gateway.chunk-size=2");
    settings.add("gateway.retention.people=30d");
    gateway = RunningGateway.start(settings.toArray(String[]::new));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    gateway.close();
  }

  private static JsonNode start(String payload) {
    return gateway.await(uuid(gateway.post("once", payload)), "done").get("counts");
  }

  private static void removePeople() {
    gateway.jdbc().update("update start_request set finished_at = '2020-01-01T00:00:00.000000Z'");
    gateway.bean(Retention.class).apply();
    assertThat(gateway.jdbc().queryForObject("select count(*) from entry", Long.class)).isZero();
  }

  @Test
  void entersOnceThoughTheEntryIsGone() {
    for (int i = 1; i <= 3; i++) {
      gateway
          .jdbc()
          .update(
              "insert into device (application_code, hwid, user_id, platform) values"
                  + " ('AAAAA-00001', ?, ?, 'IOS')",
              "phone-" + i,
              "owner-" + (i + 1) / 2);
    }
    String users = "{\"users\": [\"owner-1\", \"r-2\"]}";
    assertThat(start(users).get("entered").asInt()).isEqualTo(2);
    removePeople();

    JsonNode again = start("{\"users\": [\"owner-1\", \"r-2\", \"r-3\"]}");
    assertThat(again.get("entered").asInt()).isEqualTo(1);
    assertThat(again.get("already_entered").asInt()).isEqualTo(2);
    removePeople();

    // owner-1 has two devices and was in the journey before, owner-2 has one.
    String filter = "{\"filter\": \"A(\\\"AAAAA-00001\\\", [\\\"iOS\\\"])\"}";
    JsonNode chosen = start(filter);
    assertThat(chosen.get("requested").asInt()).isEqualTo(3);
    assertThat(chosen.get("entered").asInt()).isEqualTo(1);
    assertThat(chosen.get("already_entered").asInt()).isEqualTo(1);
    assertThat(chosen.get("duplicate").asInt()).isEqualTo(1);
    assertThat(gateway.get("/api/people/owner-1?journey=once").body())
        .contains("the person entered before");
  }
}
