package dev.journeygateway.outbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.journeygateway.database.Times;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.Selector;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes an accepted request as messages: one a chunk of ids, and none larger than a mebibyte. */
public final class AcceptedMessages {
  /** Characters of one message past which its chunk is closed. */
  private static final int CHUNK_CHARACTERS = 1 << 20;

  /** What a body begins with; the time follows, which has always the same length. */
  private static final String HEAD = "{\"accepted_at\":\"";

  private static final int TIME_LENGTH = Times.text(Instant.EPOCH).length();

  /** Where the time is in a body, counted from 1 as SQL does. */
  public static final int TIME_FROM = HEAD.length() + 1;

  private static final SerializedString ATTRIBUTE_VALUES = new SerializedString("attribute_values");

  private final JsonFactory json = new JsonFactory();
  private final int chunkSize;

  /**
   * @param chunkSize the most ids in one message
   */
  public AcceptedMessages(int chunkSize) {
    this.chunkSize = chunkSize;
  }

  /** All messages of a request, in order: at least one, but none of a list in a file. */
  public List<AcceptedMessage> write(AcceptedRequest request) {
    if (request.selector() instanceof Selector.Listed) {
      return List.of();
    }
    if (request.selector() instanceof Selector.Filter filter) {
      return List.of(
          message(
              request,
              1,
              true,
              body(request, out -> out.writeStringField("filter", filter.text()))));
    }
    boolean users = request.selector() instanceof Selector.Users;
    List<String> ids =
        users
            ? ((Selector.Users) request.selector()).ids()
            : ((Selector.Hwids) request.selector()).ids();
    List<AcceptedMessage> messages = new ArrayList<>();
    for (int from = 0; from < ids.size(); ) {
      int to = endOfChunk(ids, from);
      List<String> some = ids.subList(from, to);
      String body = body(request, out -> writeIds(out, users ? "user_id" : "hwid", some));
      messages.add(message(request, messages.size() + 1, to == ids.size(), body));
      from = to;
    }
    return messages;
  }

  private int endOfChunk(List<String> ids, int from) {
    int to = from;
    int characters = 0;
    while (to < ids.size() && to - from < chunkSize && characters < CHUNK_CHARACTERS) {
      characters += ids.get(to++).length() + 16;
    }
    return to;
  }

  /** Someone in a list, with the values that are their own. */
  public interface Listed {
    String id();

    /** The line of the file. */
    long line();

    Map<String, String> attributes();
  }

  /**
   * One message of a request whose people are a list in a file.
   *
   * @param chunk from 1
   * @param last whether the list ends with it
   */
  public AcceptedMessage write(
      AcceptedRequest request, int chunk, boolean last, List<? extends Listed> people) {
    String idField = request.selector().kind().equals("users") ? "user_id" : "hwid";
    return message(request, chunk, last, body(request, out -> writePeople(out, idField, people)));
  }

  /** The same message of a request that was accepted at another time. */
  static AcceptedMessage acceptedAt(Instant time, AcceptedMessage message) {
    String body = message.body();
    return new AcceptedMessage(
        message.requestUuid(),
        message.properties(),
        HEAD + Times.text(time) + body.substring(HEAD.length() + TIME_LENGTH));
  }

  private static AcceptedMessage message(
      AcceptedRequest request, int chunk, boolean last, String body) {
    return new AcceptedMessage(
        Optional.of(request.requestUuid()),
        properties(
            request.requestUuid().toString(),
            request.slot().journeyId(),
            request.slot().entryPointId(),
            request.applicationCode(),
            request.door(),
            chunk,
            last ? chunk : null,
            request.traceparent().orElse(null)),
        body);
  }

  static Map<String, Object> properties(
      String requestUuid,
      String journeyId,
      String entryPointId,
      String applicationCode,
      String door,
      int chunk,
      Integer chunks,
      String traceparent) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("request_uuid", requestUuid);
    properties.put("journey_id", journeyId);
    properties.put("entry_point_id", entryPointId);
    properties.put("application_code", applicationCode);
    properties.put("door", door);
    properties.put("chunk", chunk);
    if (chunks != null) {
      properties.put("chunks", chunks);
    }
    if (traceparent != null) {
      properties.put(AcceptedMessage.TRACEPARENT, traceparent);
    }
    return properties;
  }

  private static void writeIds(JsonGenerator out, String idField, List<String> ids)
      throws IOException {
    SerializedString field = new SerializedString(idField);
    out.writeArrayFieldStart("entries");
    for (String id : ids) {
      out.writeStartObject();
      out.writeFieldName(field);
      out.writeString(id);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writePeople(JsonGenerator out, String idField, List<? extends Listed> people)
      throws IOException {
    // Every row has the same few names: each is quoted once.
    Map<String, SerializedString> names = new HashMap<>();
    SerializedString id = new SerializedString(idField);
    SerializedString line = new SerializedString("line");
    out.writeArrayFieldStart("entries");
    for (Listed one : people) {
      out.writeStartObject();
      out.writeFieldName(id);
      out.writeString(one.id());
      out.writeFieldName(line);
      out.writeNumber(one.line());
      if (!one.attributes().isEmpty()) {
        out.writeFieldName(ATTRIBUTE_VALUES);
        out.writeStartObject();
        for (Map.Entry<String, String> attribute : one.attributes().entrySet()) {
          out.writeFieldName(names.computeIfAbsent(attribute.getKey(), SerializedString::new));
          out.writeString(attribute.getValue());
        }
        out.writeEndObject();
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writeAttributes(JsonGenerator out, Map<String, String> attributes)
      throws IOException {
    out.writeFieldName(ATTRIBUTE_VALUES);
    out.writeStartObject();
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      out.writeStringField(attribute.getKey(), attribute.getValue());
    }
    out.writeEndObject();
  }

  /** Writes the field with the people. */
  private interface People {
    void write(JsonGenerator out) throws IOException;
  }

  private String body(AcceptedRequest request, People people) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("accepted_at", Times.text(request.acceptedAt()));
      out.writeStringField("request_uuid", request.requestUuid().toString());
      out.writeStringField("journey_id", request.slot().journeyId());
      out.writeStringField("entry_point_id", request.slot().entryPointId());
      out.writeStringField("application_code", request.applicationCode());
      people.write(out);
      writeAttributes(out, request.attributeValues());
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
