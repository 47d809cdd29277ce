package dev.journeygateway.extension;

import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.door.file.SubmittedLists;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.io.InputStream;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verb of the seam that routes of a team's own hand lists over to. */
@Configuration(proxyBeanMethods = false)
class SeamListSteps {

  @Bean
  Processor receiveSubmittedList(SubmittedLists lists) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      Message message = exchange.getMessage();
      String journeyId = message.getHeader(SeamHeaders.JOURNEY_ID, String.class);
      if (journeyId == null) {
        throw Refusal.of(
                Reason.INVALID_FIELD,
                "journey_id must be a header of the message",
                "field",
                SeamHeaders.JOURNEY_ID)
            .asException();
      }
      SubmittedLists.Received received;
      try (InputStream body = body(message)) {
        received =
            lists.receive(
                start.door(),
                start.caller(),
                journeyId,
                message.getHeader(SeamHeaders.LIST_NAME, String.class),
                Optional.ofNullable(message.getHeader(SeamHeaders.IDEMPOTENCY_KEY, String.class)),
                start.traceparent(),
                body);
      }
      String uuid = received.requestUuid().toString();
      start.span().of(received.requestUuid());
      SeamSteps.giveBack(exchange);
      message.setHeader(SeamHeaders.VERDICT, received.replayed() ? "replayed" : "accepted");
      message.setHeader(SeamHeaders.REQUEST_UUID, uuid);
      message.setBody("{\"request_uuid\": \"" + uuid + "\"}");
    };
  }

  private static InputStream body(Message message) {
    Object body = message.getBody();
    InputStream in =
        body == null ? InputStream.nullInputStream() : message.getBody(InputStream.class);
    if (in == null) {
      throw Refusal.of(
              Reason.UNSUPPORTED_MESSAGE,
              "the body must be a list as a file, text, bytes or a stream, not "
                  + body.getClass().getSimpleName())
          .asException();
    }
    return in;
  }
}
