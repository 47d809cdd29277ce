package dev.journeygateway.extension;

import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.Caller;
import dev.journeygateway.access.Scope;
import dev.journeygateway.api.Callers;
import dev.journeygateway.door.DoorSettings;
import dev.journeygateway.door.RefusalJson;
import dev.journeygateway.door.Refusals;
import dev.journeygateway.door.StartRequestMeter;
import dev.journeygateway.door.http.HttpSettings;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.text.Sha256;
import dev.journeygateway.trace.Traces;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The verbs of the seams that routes of a team's own hand requests over to: from a message of
 * theirs to a request that can be checked, and back to what came of it.
 */
@Configuration(proxyBeanMethods = false)
class SeamSteps {

  private static final Logger LOG = LoggerFactory.getLogger(SeamSteps.class);

  /** The properties of an exchange of theirs, while it is ours. */
  private static final String THEIRS = "seamTheirs";

  /**
   * Puts the properties of the calling route aside, so that none of them is taken for one of ours,
   * be it left by an earlier request of the same exchange, and says through which door it came.
   */
  @Bean
  Processor beginSubmission(Traces traces) {
    return exchange -> {
      Map<String, Object> theirs = new HashMap<>(exchange.getProperties());
      theirs.keySet().forEach(exchange::removeProperty);
      exchange.setProperty(THEIRS, theirs);
      exchange.setProperty("door", door(exchange));
      new StartExchange(exchange)
          .span(traces.received(door(exchange), SeamHeaders.traceparent(exchange.getMessage())));
      for (String name :
          new String[] {
            SeamHeaders.VERDICT,
            SeamHeaders.REQUEST_UUID,
            SeamHeaders.REASON,
            SeamHeaders.EXPECTED_AT,
            "retry_after"
          }) {
        exchange.getMessage().removeHeader(name);
      }
    };
  }

  /** The id of the route that the message came in by. */
  private static String door(Exchange exchange) {
    String route = exchange.getFromRouteId();
    return route == null ? "submit" : route;
  }

  /** Who asks: the owner of a token or, where the route vouches for it, an application. */
  @Bean
  Processor authenticateSubmission(ApiTokens tokens) {
    return exchange -> {
      Message message = exchange.getMessage();
      String authorization = message.getHeader(SeamHeaders.AUTHORIZATION, String.class);
      String application = message.getHeader(SeamHeaders.APPLICATION_CODE, String.class);
      new StartExchange(exchange)
          .caller(
              authorization == null && application != null
                  ? new Caller(Set.of(application), Set.of(Scope.START))
                  : Callers.of(
                      authorization, tokens, exchange.getProperty("peer", InetAddress.class)));
    };
  }

  @Bean
  Processor readSubmittedRequest(
      StartRequestReader reader, HttpSettings settings, DoorSettings doors) {
    long maxBody = settings.maxBody().toBytes();
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      Message message = exchange.getMessage();
      byte[] body = bytes(message, maxBody);
      StartRequestReader.Body read =
          reader.readMessage(body, message.getHeader(SeamHeaders.JOURNEY_ID, String.class));
      start.read(read);
      if (read.request().journeyId() == null) {
        read.requestOrRefuse();
        throw Refusal.of(
                Reason.INVALID_FIELD,
                "journey_id must be a header of the message or a field of its body",
                "field",
                "journey_id")
            .asException();
      }
      String key = message.getHeader(SeamHeaders.IDEMPOTENCY_KEY, String.class);
      if (key != null) {
        start.key(IdempotencyKey.of(key, Sha256.hex(body)));
      }
      start.overLimit(
          overLimit(message.getHeader(SeamHeaders.OVER_LIMIT, String.class), start.door(), doors));
    };
  }

  private static byte[] bytes(Message message, long maxBody) throws IOException {
    if (message.getBody() == null) {
      return new byte[0];
    }
    try (InputStream in = message.getBody(InputStream.class)) {
      if (in == null) {
        throw Refusal.of(
                Reason.UNSUPPORTED_MESSAGE,
                "the body must be JSON as text, bytes, a file or a stream, not "
                    + message.getBody().getClass().getSimpleName()
                    + "; marshal it first")
            .asException();
      }
      byte[] body = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 16, maxBody + 1));
      if (body.length > maxBody) {
        throw StartRequestReader.bodyTooLarge(maxBody).asException();
      }
      return body;
    }
  }

  private static OverLimit overLimit(String asked, String door, DoorSettings doors) {
    if (asked == null) {
      return doors.overLimit(door);
    }
    try {
      return OverLimit.valueOf(asked.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Refusal.of(
              Reason.INVALID_PARAMETER,
              "over_limit must be wait, refuse or coalesce",
              "parameter",
              SeamHeaders.OVER_LIMIT)
          .asException();
    }
  }

  @Bean
  Processor tellSubmissionAccepted(StartRequestMeter meter) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      String uuid = start.accepted().requestUuid().toString();
      Object expectedAt = exchange.getProperty("expectedAt");
      Message message = exchange.getMessage();
      start.span().of(start.accepted().requestUuid());
      meter.accepted(start);
      message.setHeader(SeamHeaders.VERDICT, start.replayed() ? "replayed" : "accepted");
      message.setHeader(SeamHeaders.REQUEST_UUID, uuid);
      if (expectedAt != null) {
        message.setHeader(SeamHeaders.EXPECTED_AT, expectedAt.toString());
      }
      message.setBody("{\"request_uuid\": \"" + uuid + "\"}");
      giveBack(exchange);
    };
  }

  /**
   * A refusal is an answer, which the same request would get again. What is away, or still being
   * decided, or a fault of ours, is none: it goes back to the route, so that its source delivers
   * again.
   */
  @Bean
  Processor tellSubmissionRefused(LimitSettings limit, StartRequestMeter meter) {
    return exchange -> {
      Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      Refusal refusal = Refusals.of(failure);
      StartExchange start = new StartExchange(exchange);
      String door = start.door();
      start.span().set("reason", refusal.reason().name());
      giveBack(exchange);
      switch (refusal.reason()) {
        case UNAVAILABLE, IDEMPOTENCY_KEY_IN_USE, INTERNAL ->
            throw failure instanceof Exception raised ? raised : new IllegalStateException(failure);
        default -> {
          meter.refused(start, door, refusal.reason());
          // Not the message, which quotes filters and names from the body.
          LOG.info("Door {}: refused, {}", door, refusal.reason());
          Message message = exchange.getMessage();
          message.setHeader(SeamHeaders.VERDICT, "refused");
          message.setHeader(SeamHeaders.REASON, refusal.reason().name());
          refusal
              .retryAfterSeconds()
              .ifPresent(seconds -> message.setHeader("retry_after", seconds));
          message.setBody(RefusalJson.of(refusal, limit));
        }
      }
    };
  }

  /** The properties of the calling route are again as they were. */
  static void giveBack(Exchange exchange) {
    new StartExchange(exchange).span().end();
    Map<?, ?> theirs = exchange.getProperty(THEIRS, Map.class);
    for (String name : Set.copyOf(exchange.getProperties().keySet())) {
      exchange.removeProperty(name);
    }
    theirs.forEach((name, value) -> exchange.setProperty((String) name, value));
  }
}
