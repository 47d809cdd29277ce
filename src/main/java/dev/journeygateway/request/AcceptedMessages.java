package dev.journeygateway.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes an accepted request as the messages of {@code journey.start.accepted} (batch.md, last
 * section): one a chunk of ids.
 */
public final class AcceptedMessages {

  private static final SerializedString ATTRIBUTE_VALUES = new SerializedString("attribute_values");

  private final JsonFactory json = new JsonFactory();
  private final int chunkSize;

  /**
   * @param chunkSize the most ids in one message
   */
  public AcceptedMessages(int chunkSize) {
    this.chunkSize = chunkSize;
  }

  /**
   * One message to be.
   *
   * @param chunk from 1
   * @param last whether it carries the number of chunks
   */
  public record Chunk(AcceptedRequest request, int chunk, boolean last, String body) {}

  /** All messages of a request, in order; at least one. */
  public List<Chunk> write(AcceptedRequest request) {
    if (request.selector() instanceof Selector.Filter filter) {
      return List.of(
          new Chunk(
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
    List<Chunk> chunks = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += chunkSize) {
      int to = Math.min(ids.size(), from + chunkSize);
      List<String> some = ids.subList(from, to);
      String body = body(request, out -> writeIds(out, users ? "user_id" : "hwid", some));
      chunks.add(new Chunk(request, chunks.size() + 1, to == ids.size(), body));
    }
    return chunks;
  }

  /** Someone in a list, with the values that are their own. */
  public interface Listed {
    String id();

    Map<String, String> attributes();
  }

  /**
   * One message of a request whose people are a list in a file.
   *
   * @param chunk from 1
   * @param last whether the list ends with it
   */
  public Chunk write(
      AcceptedRequest request, int chunk, boolean last, List<? extends Listed> people) {
    String idField = request.selector().kind().equals("users") ? "user_id" : "hwid";
    return new Chunk(request, chunk, last, body(request, out -> writePeople(out, idField, people)));
  }

  private static void writeIds(JsonGenerator out, String idField, List<String> ids)
      throws IOException {
    out.writeArrayFieldStart("entries");
    for (String id : ids) {
      out.writeStartObject();
      out.writeStringField(idField, id);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void writePeople(JsonGenerator out, String idField, List<? extends Listed> people)
      throws IOException {
    // Every row has the same few names: each is quoted once.
    Map<String, SerializedString> names = new HashMap<>();
    SerializedString id = new SerializedString(idField);
    out.writeArrayFieldStart("entries");
    for (Listed one : people) {
      out.writeStartObject();
      out.writeFieldName(id);
      out.writeString(one.id());
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

  /** Writes the field that says who is to enter. */
  private interface People {
    void write(JsonGenerator out) throws IOException;
  }

  private String body(AcceptedRequest request, People people) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("request_uuid", request.requestUuid().toString());
      out.writeStringField("journey_id", request.slot().journeyId());
      out.writeStringField("entry_point_id", request.slot().entryPointId());
      out.writeStringField("application_code", request.applicationCode());
      out.writeStringField("accepted_at", request.acceptedAt().toString());
      people.write(out);
      writeAttributes(out, request.attributeValues());
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
