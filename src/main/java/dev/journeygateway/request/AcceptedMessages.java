package dev.journeygateway.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes an accepted request as the messages of {@code journey.start.accepted} (batch.md, last section): one a chunk of ids. */
public final class AcceptedMessages {

  private final JsonFactory json = new JsonFactory();
  private final int chunkSize;

  /** @param chunkSize the most ids in one message */
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
      return List.of(new Chunk(request, 1, true, body(request, null, List.of(), filter.text())));
    }
    boolean users = request.selector() instanceof Selector.Users;
    List<String> ids =
        users ? ((Selector.Users) request.selector()).ids() : ((Selector.Hwids) request.selector()).ids();
    List<Chunk> chunks = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += chunkSize) {
      int to = Math.min(ids.size(), from + chunkSize);
      String body = body(request, users ? "user_id" : "hwid", ids.subList(from, to), null);
      chunks.add(new Chunk(request, chunks.size() + 1, to == ids.size(), body));
    }
    return chunks;
  }

  private String body(AcceptedRequest request, String idField, List<String> ids, String filter) {
    StringWriter text = new StringWriter(256 + ids.size() * 48);
    try (JsonGenerator out = json.createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("request_uuid", request.requestUuid().toString());
      out.writeStringField("journey_id", request.slot().journeyId());
      out.writeStringField("entry_point_id", request.slot().entryPointId());
      out.writeStringField("application_code", request.applicationCode());
      out.writeStringField("accepted_at", request.acceptedAt().toString());
      if (filter != null) {
        out.writeStringField("filter", filter);
      } else {
        out.writeArrayFieldStart("entries");
        for (String id : ids) {
          out.writeStartObject();
          out.writeStringField(idField, id);
          out.writeEndObject();
        }
        out.writeEndArray();
      }
      out.writeObjectFieldStart("attribute_values");
      for (Map.Entry<String, String> attribute : request.attributeValues().entrySet()) {
        out.writeStringField(attribute.getKey(), attribute.getValue());
      }
      out.writeEndObject();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
