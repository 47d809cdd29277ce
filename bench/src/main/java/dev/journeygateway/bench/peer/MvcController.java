package dev.journeygateway.bench.peer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.TextMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * What a team would write by hand: the body into records, one persistent message, the answer.
 *
 * <p>The message is the one that the gateway's contract names, properties included. No token, no
 * journey, no limit and no row: everything the gateway does beyond this is at its own cost.
 */
@RestController
class MvcController {

  private static final String QUEUE = "journey.start.accepted";

  private final JmsTemplate jms;
  private final ObjectMapper json;

  MvcController(JmsTemplate jms, ObjectMapper json) {
    this.jms = jms;
    this.json = json;
  }

  @PostMapping("/api/journey/{id}/start/external")
  Started start(@PathVariable String id, @RequestBody StartCall call)
      throws JsonProcessingException {
    String uuid = UUID.randomUUID().toString();
    String body = json.writeValueAsString(accepted(uuid, id, call.payload()));
    jms.send(
        QUEUE,
        session -> {
          TextMessage message = session.createTextMessage(body);
          message.setJMSCorrelationID(uuid);
          message.setStringProperty("request_uuid", uuid);
          message.setStringProperty("journey_id", id);
          message.setStringProperty("entry_point_id", id);
          message.setStringProperty("application_code", "AAAAA-00001");
          message.setStringProperty("door", "http");
          message.setIntProperty("chunk", 1);
          message.setIntProperty("chunks", 1);
          return message;
        });
    return new Started(uuid);
  }

  private static Accepted accepted(String uuid, String journey, Payload payload) {
    List<Entry> entries = payload.users().stream().map(user -> new Entry(user, Map.of())).toList();
    return new Accepted(
        uuid,
        journey,
        journey,
        "AAAAA-00001",
        Instant.now().toString(),
        entries,
        payload.attributeValues());
  }

  record StartCall(Payload payload) {}

  record Payload(
      List<String> users,
      List<String> hwids,
      String filter,
      @JsonProperty("attribute_values") Map<String, String> attributeValues) {}

  record Accepted(
      @JsonProperty("request_uuid") String requestUuid,
      @JsonProperty("journey_id") String journeyId,
      @JsonProperty("entry_point_id") String entryPointId,
      @JsonProperty("application_code") String applicationCode,
      @JsonProperty("accepted_at") String acceptedAt,
      List<Entry> entries,
      @JsonProperty("attribute_values") Map<String, String> attributeValues) {}

  record Entry(
      @JsonProperty("user_id") String userId,
      @JsonProperty("attribute_values") Map<String, String> attributeValues) {}

  record Started(@JsonProperty("request_uuid") String requestUuid) {}
}
