package dev.journeygateway.door.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.Caller;
import dev.journeygateway.access.Scope;
import dev.journeygateway.api.Callers;
import dev.journeygateway.broker.Channels;
import dev.journeygateway.broker.ExpiryOfMessage;
import dev.journeygateway.door.RefusalJson;
import dev.journeygateway.door.StartRequestMeter;
import dev.journeygateway.door.http.HttpSettings;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.text.Sha256;
import jakarta.jms.Destination;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.jms.JmsConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The verbs of the queue door: from a message of an outside producer to a request that can be
 * checked, and back to its sender.
 */
@Configuration(proxyBeanMethods = false)
class QueueDoorSteps {

  private static final Logger LOG = LoggerFactory.getLogger(QueueDoorSteps.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What makes a name mean several queues in ActiveMQ, ours perhaps among them. */
  private static final Pattern SEVERAL = Pattern.compile("[,*>]");

  /** A dash is no character of a JMS property's name; where a protocol allows it, it is taken. */
  private static final String[] KEY_PROPERTIES = {
    "Idempotency-Key", "Idempotency_Key", "idempotency_key"
  };

  @Bean
  Processor rememberSender(Channels channels) {
    return exchange -> {
      Message message = exchange.getIn();
      String correlation = message.getHeader("JMSCorrelationID", String.class);
      exchange.setProperty(
          "correlation",
          correlation != null ? correlation : message.getHeader("JMSMessageID", String.class));
      Destination replyTo = message.getHeader("JMSReplyTo", Destination.class);
      if (replyTo != null && mayBeAnswered(replyTo, channels)) {
        exchange.setProperty("replyTo", replyTo);
      }
    };
  }

  /** Our own queues and the broker's are no place for an answer. */
  private static boolean mayBeAnswered(Destination replyTo, Channels channels)
      throws jakarta.jms.JMSException {
    String name =
        replyTo instanceof Queue queue
            ? queue.getQueueName()
            : replyTo instanceof Topic topic ? topic.getTopicName() : channels.requests();
    boolean may = !channels.closed(name) && !SEVERAL.matcher(name).find();
    if (!may) {
      LOG.warn("A message asks for its answer on a queue of ours, or on several, it gets none");
    }
    return may;
  }

  /** Its sender did not want it to be taken any more. */
  @Bean
  Processor requireNotExpired(Clock clock) {
    return exchange -> {
      String property = exchange.getIn().getHeader(ExpiryOfMessage.PROPERTY, String.class);
      Optional<Instant> expiry = ExpiryOfMessage.of(property);
      if (expiry.isPresent() && !clock.instant().isBefore(expiry.get())) {
        throw Refusal.of(
                Reason.EXPIRED,
                "the message was to be taken before " + expiry.get(),
                "expires_at",
                expiry.get().toString())
            .asException();
      }
    };
  }

  /**
   * Who sends: by the {@code Authorization} property or, where there is none, the application that
   * the settings name.
   */
  @Bean
  Processor authenticateSender(ApiTokens tokens, QueueSettings settings) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      String authorization = exchange.getIn().getHeader("Authorization", String.class);
      if (authorization == null && settings.application().isPresent()) {
        start.caller(new Caller(Set.of(settings.application().get()), Set.of(Scope.START)));
      } else {
        start.caller(Callers.of(authorization, tokens));
      }
    };
  }

  @Bean
  Processor readQueuedRequest(StartRequestReader reader, HttpSettings settings, Clock clock) {
    long maxBody = settings.maxBody().toBytes();
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      Message message = exchange.getIn();
      byte[] body = bytes(message.getBody());
      if (body.length > maxBody) {
        throw StartRequestReader.bodyTooLarge(maxBody).asException();
      }
      StartRequestReader.Body read =
          reader.readMessage(body, message.getHeader("journey_id", String.class));
      start.read(read);
      Optional<Instant> delayed = BrokerDelay.deliverAt(message, clock);
      if (start.askedStartAt().isEmpty()) {
        delayed.map(Instant::toString).ifPresent(start::askedStartAt);
      }
      if (read.request().journeyId() == null) {
        read.requestOrRefuse();
        throw Refusal.of(
                Reason.INVALID_FIELD,
                "journey_id must be a property of the message or a field of its body",
                "field",
                "journey_id")
            .asException();
      }
      key(message).ifPresent(key -> start.key(IdempotencyKey.of(key, Sha256.hex(body))));
    };
  }

  private static byte[] bytes(Object body) {
    if (body instanceof byte[] bytes) {
      return bytes;
    }
    if (body instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    throw Refusal.of(Reason.UNSUPPORTED_MESSAGE, "message must be text or bytes").asException();
  }

  /**
   * The sender's key or, without one, the message's own id: a message that is delivered again is
   * the same request. A message with neither has no key: all such messages would share one.
   */
  static Optional<String> key(Message message) {
    for (String name : KEY_PROPERTIES) {
      String key = message.getHeader(name, String.class);
      if (key != null) {
        return Optional.of(key);
      }
    }
    String id = message.getHeader("JMSMessageID", String.class);
    if (id == null || id.isBlank()) {
      return Optional.empty();
    }
    boolean usable = id.length() <= 255 && id.chars().allMatch(c -> c > 0x20 && c <= 0x7e);
    return Optional.of(usable ? id : "ID-sha256:" + Sha256.hex(id));
  }

  @Bean
  Processor decideOverLimitOfQueue(QueueSettings settings) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      start.overLimit(settings.overLimit(start.journeyId()));
    };
  }

  /** What is told about an accepted message, where its sender asked to be told. */
  @Bean
  Processor prepareAcceptedReply(StartRequestMeter meter) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      meter.accepted(start);
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("request_uuid", start.accepted().requestUuid().toString());
      Object expectedAt = exchange.getProperty("expectedAt");
      if (expectedAt != null) {
        body.put("expected_at", expectedAt.toString());
      }
      start.startAt().ifPresent(at -> body.put("start_at", at.toString()));
      reply(exchange, json(body));
    };
  }

  /**
   * Puts the reason beside the original message, in properties of its own; a token does not stay in
   * it.
   */
  @Bean
  Processor prepareRefusedMessage(QueueRefusals refusals, StartRequestMeter meter, Clock clock) {
    return exchange -> {
      Refusal refusal = refusals.refusal(exchange);
      Message message = exchange.getIn();
      // Not the message, which quotes filters and names from the body.
      LOG.info("Refused a message: {}", refusal.reason());
      meter.refused(new StartExchange(exchange), refusal.reason());
      if (message.getBody() == null) {
        message.setBody("");
      }
      message.removeHeader("JMSReplyTo");
      if (message.getHeader("Authorization") != null) {
        message.setHeader("Authorization", "Api ***");
      }
      message.setHeader("reason", refusal.reason().name());
      message.setHeader("message", refusal.message());
      message.setHeader("refused_at", clock.instant().toString());
      message.setHeader("original_message_id", message.getHeader("JMSMessageID"));
    };
  }

  @Bean
  Processor prepareRefusedReply(QueueRefusals refusals, LimitSettings limit) {
    return exchange -> {
      Refusal refusal = refusals.refusal(exchange);
      reply(exchange, RefusalJson.of(refusal, limit));
    };
  }

  /** A message with nothing of the request in it but what ties it to the request. */
  private static void reply(Exchange exchange, String body) {
    Message reply = exchange.getMessage();
    reply.removeHeaders("*");
    reply.setBody(body);
    reply.setHeader("JMSCorrelationID", exchange.getProperty("correlation"));
    reply.setHeader("content_type", "application/json");
    Object replyTo = exchange.getProperty("replyTo");
    if (replyTo != null) {
      reply.setHeader(JmsConstants.JMS_DESTINATION, replyTo);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of strings can be written as JSON", e);
    }
  }
}
