package dev.journeygateway.deadletter;

import dev.journeygateway.outbox.AcceptedMessage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Message;

/** A message as it came, with its properties. */
public final class DeadMessages {
  private DeadMessages() {}

  /** The message; what Camel and the broker added is left out. */
  public static AcceptedMessage read(Message message) {
    Map<String, Object> properties = new LinkedHashMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              boolean ofTheSender = !name.startsWith("JMS") && !name.startsWith("Camel");
              if (ofTheSender && (value instanceof String || value instanceof Number)) {
                properties.put(name, value);
              }
            });
    return new AcceptedMessage(
        uuid(message.getHeader("request_uuid")), properties, text(message.getBody()));
  }

  private static Optional<UUID> uuid(Object header) {
    return header instanceof String text
            && text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }

  private static String text(Object body) {
    if (body instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return body instanceof String text ? text : "";
  }
}
