package dev.journeygateway.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.text.Sha256;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The body of a call: the start call's JSON, the same text whenever it is written. */
final class CallBody {

  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<TreeMap<String, String>> STRINGS = new TypeReference<>() {};

  /** Quotes and the comma of one id in the list. */
  private static final int AROUND_AN_ID = 3;

  private CallBody() {}

  /** Attribute values in one form for equal values: JSON with its names in order. */
  static String attributes(Map<String, String> values) {
    try {
      return MAPPER.writeValueAsString(new TreeMap<>(values));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings can be written as JSON", e);
    }
  }

  /** The values of all with, over them, those of one person, in one form. */
  static String attributes(Map<String, String> common, String own) {
    if (own == null) {
      return attributes(common);
    }
    Map<String, String> values = new TreeMap<>(common);
    values.putAll(read(own));
    return attributes(values);
  }

  private static Map<String, String> read(String attributes) {
    try {
      return MAPPER.readValue(attributes, STRINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("attribute values that were read before can be read", e);
    }
  }

  /** Equal for calls that may be made as one. */
  static String key(String selector, String attributes) {
    return Sha256.hex(selector + " " + attributes);
  }

  /** Bytes of a body with these values and nobody in it. */
  static long emptyBytes(String selector, String attributes) {
    return write(selector, attributes, List.of(), null)
        .getBytes(java.nio.charset.StandardCharsets.UTF_8)
        .length;
  }

  /** Bytes that an id adds to a body. */
  static long bytes(String id) {
    return JsonStringEncoder.getInstance().quoteAsUTF8(id).length + AROUND_AN_ID;
  }

  /**
   * The body of a call.
   *
   * @param selector users, hwids or filter
   * @param filter the filter's text; null where people are named
   */
  static String write(String selector, String attributes, Collection<String> ids, String filter) {
    StringWriter text = new StringWriter(256 + 24 * ids.size());
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.writeStartObject();
      out.writeObjectFieldStart("payload");
      if (filter == null) {
        out.writeArrayFieldStart(selector);
        for (String id : ids) {
          out.writeString(id);
        }
        out.writeEndArray();
      } else {
        out.writeStringField("filter", filter);
      }
      Map<String, String> values = read(attributes);
      if (!values.isEmpty()) {
        out.writeObjectFieldStart("attribute_values");
        for (Map.Entry<String, String> value : values.entrySet()) {
          out.writeStringField(value.getKey(), value.getValue());
        }
        out.writeEndObject();
      }
      out.writeEndObject();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
