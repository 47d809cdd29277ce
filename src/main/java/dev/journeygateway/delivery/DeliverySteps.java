package dev.journeygateway.delivery;

import dev.journeygateway.activity.ActivityCounts;
import dev.journeygateway.delivery.CallAnswer.Kind;
import dev.journeygateway.delivery.Deliverer.Prepared;
import dev.journeygateway.delivery.OneSendRoutes.NotSentException;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.trace.RequestSpan;
import dev.journeygateway.trace.TraceLog;
import dev.journeygateway.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.util.UriUtils;

/** The verbs of the routes under routes/deliver/. */
@Configuration(proxyBeanMethods = false)
class DeliverySteps {
  private static final Logger LOG = LoggerFactory.getLogger(DeliverySteps.class);

  private static final String CALL = "call";
  private static final String STARTED = "callStarted";
  private static final String SPAN = "callSpan";

  /** What a destination's route may say, and no destination's answer. */
  private static final List<String> SAID =
      List.of("delivery_state", "delivery_message", "retry_after", "remote_request_uuid");

  @Bean(destroyMethod = "shutdown")
  ExecutorService deliveryCalls(DeliverySettings settings) {
    return java.util.concurrent.Executors.newFixedThreadPool(
        settings.parallel(), new CustomizableThreadFactory("deliver-"));
  }

  /** The body is then the calls that are to be made now. */
  @Bean
  Processor takeDueCalls(Deliverer deliverer) {
    return exchange -> exchange.getIn().setBody(deliverer.due());
  }

  @Bean
  Processor endLostCalls(Deliverer deliverer) {
    return exchange -> deliverer.endLost();
  }

  @Bean
  Processor refreshDeliveryGauges(DeliveryGauges gauges) {
    return exchange -> gauges.refresh();
  }

  /** Gives the destination's route the body of the call and its headers. */
  @Bean
  Processor prepareCall(Traces traces) {
    return exchange -> {
      Prepared prepared = exchange.getProperty(CALL, Prepared.class);
      if (prepared == null) {
        prepared = exchange.getIn().getBody(Prepared.class);
        exchange.setProperty(CALL, prepared);
      }
      Call call = prepared.call();
      Message message = exchange.getIn();
      message.removeHeaders("*");
      message.setBody(call.body());
      message.setHeaders(headers(prepared));
      RequestSpan span =
          traces
              .calls("destination", call.traceparent())
              .of(call.requestUuid())
              .set("destination", call.slot().destination())
              .set("journey", call.slot().journeyId())
              .set("attempt", call.attempt());
      exchange.setProperty(SPAN, span);
      span.traceparent().ifPresent(text -> message.setHeader("traceparent", text));
      exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
      exchange.setProperty(STARTED, System.nanoTime());
      TraceLog.of(call.requestUuid(), call.traceparent());
    };
  }

  private static Map<String, Object> headers(Prepared prepared) {
    Call call = prepared.call();
    Map<String, Object> headers = new TreeMap<>();
    headers.put("delivery_uuid", call.deliveryUuid().toString());
    headers.put("request_uuid", call.requestUuid().toString());
    headers.put("journey_id", call.slot().journeyId());
    headers.put("entry_point_id", call.slot().entryPointId());
    headers.put("application_code", call.applicationCode());
    headers.put("selector", call.selector());
    headers.put("ids", call.ids());
    headers.put("destination", call.slot().destination());
    headers.put("destination_type", prepared.destination().type());
    prepared
        .destination()
        .settings()
        .forEach(
            (name, value) ->
                headers.put(
                    "destination_" + name.replace('-', '_').toLowerCase(Locale.ROOT), value));
    headers.put("destination_timeout", prepared.destination().timeout().toMillis());
    prepared.access().url().ifPresent(url -> headers.put("destination_url", url));
    prepared.access().token().ifPresent(token -> headers.put("destination_token", token));
    return headers;
  }

  /** What the destination's route said is its answer; to return without a word is delivered. */
  @Bean
  Processor recordAnswer(
      Deliverer deliverer, MeterRegistry meters, StartRequests requests, ActivityCounts activity) {
    return exchange -> {
      Prepared prepared = exchange.getProperty(CALL, Prepared.class);
      Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      CallAnswer answer = failure == null ? said(exchange.getMessage()) : failed(failure);
      meters
          .timer("journey_gateway_delivery", "destination", prepared.call().slot().destination())
          .record(
              Duration.ofNanos(System.nanoTime() - exchange.getProperty(STARTED, 0L, Long.class)));
      end(span(exchange), answer.kind());
      Optional<Prepared> next = deliverer.ended(prepared, answer);
      if (answer.kind() == Kind.DELIVERED) {
        count(prepared.call(), requests, activity);
      }
      TraceLog.end();
      exchange.setProperty(CALL, next.orElse(null));
      exchange.setProperty("callAgain", next.isPresent());
    };
  }

  private static RequestSpan span(Exchange exchange) {
    return exchange.getProperty(SPAN, RequestSpan.NONE, RequestSpan.class);
  }

  private static void end(RequestSpan span, Kind kind) {
    String answer = kind.name().toLowerCase(Locale.ROOT);
    span.set("answer", answer);
    if (kind != Kind.DELIVERED) {
      span.failed(answer);
    }
    span.end();
  }

  private static void count(Call call, StartRequests requests, ActivityCounts activity) {
    requests
        .find(call.requestUuid())
        .ifPresent(
            request -> activity.delivered(call.applicationCode(), request.door(), call.ids()));
  }

  private static CallAnswer said(Message message) {
    String state = message.getHeader(SAID.get(0), String.class);
    String told = message.getHeader(SAID.get(1), String.class);
    Optional<Duration> retryAfter =
        Optional.ofNullable(message.getHeader(SAID.get(2), Long.class)).map(Duration::ofSeconds);
    Optional<UUID> remote =
        Optional.ofNullable(message.getHeader(SAID.get(3), String.class)).map(UUID::fromString);
    if (state == null) {
      return new CallAnswer(Kind.DELIVERED, told, retryAfter, remote);
    }
    try {
      return new CallAnswer(Kind.valueOf(state.toUpperCase(Locale.ROOT)), told, retryAfter, remote);
    } catch (IllegalArgumentException e) {
      return CallAnswer.of(
          Kind.UNKNOWN, "the route of the destination says delivery_state " + state);
    }
  }

  /** Before anything was sent it is as if the call had not been made; else nobody knows. */
  private static CallAnswer failed(Throwable failure) {
    LOG.debug("A call failed", failure);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof NotSentException) {
        return CallAnswer.of(Kind.NOT_SENT, words(cause.getCause()));
      }
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException
          || cause instanceof SSLHandshakeException
          || cause instanceof SSLPeerUnverifiedException
          || cause instanceof DirectConsumerNotAvailableException
          || cause instanceof ResolveEndpointFailedException) {
        return CallAnswer.of(Kind.NOT_SENT, words(cause));
      }
    }
    return CallAnswer.of(Kind.UNKNOWN, words(failure));
  }

  private static String words(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException
          || cause instanceof CertPathValidatorException) {
        return "the certificate of the destination is not trusted ("
            + cause.getMessage()
            + "); a CA of your own goes into a trust store, see docs/hosted-service.md";
      }
    }
    return failure.getClass().getSimpleName()
        + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
  }

  /** An id may have any printable character but a slash, so it is written as a path takes it. */
  @Bean
  Processor nameJourneyInPath() {
    return exchange -> {
      Message message = exchange.getIn();
      message.setHeader(
          Exchange.HTTP_PATH,
          "/api/journey/"
              + UriUtils.encodePathSegment(
                  message.getHeader("journey_id", String.class), StandardCharsets.UTF_8)
              + "/start/external");
    };
  }

  /** Says by headers what an answer of the start call means. */
  @Bean
  Processor judgeJourneyApiAnswer() {
    return exchange -> {
      Message message = exchange.getMessage();
      int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
      span(exchange).answered(status);
      CallAnswer answer =
          JourneyApiAnswer.of(
              status,
              message.getBody(String.class),
              message.getHeader("Retry-After", String.class));
      message.removeHeaders("*");
      message.setHeader(SAID.get(0), answer.kind().name().toLowerCase(Locale.ROOT));
      message.setHeader(SAID.get(1), answer.message());
      answer.retryAfter().ifPresent(after -> message.setHeader(SAID.get(2), after.toSeconds()));
      answer.remoteUuid().ifPresent(uuid -> message.setHeader(SAID.get(3), uuid.toString()));
    };
  }

  @Bean
  OneSendRoutes.OneSend oneSend() {
    return new OneSendRoutes.OneSend();
  }

  @Bean
  OneSendRoutes.CallHeaders callHeaders() {
    return new OneSendRoutes.CallHeaders();
  }

  /** Ends with the context, after the routes. */
  @Bean(destroyMethod = "close")
  AutoCloseable endOfDelivery(
      Deliverer deliverer, @Qualifier("deliveryCalls") ExecutorService deliveryCalls) {
    return deliverer::stop;
  }
}
