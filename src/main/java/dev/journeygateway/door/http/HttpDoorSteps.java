package dev.journeygateway.door.http;

import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.Scope;
import dev.journeygateway.api.Callers;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.StartRequestReader;
import java.net.InetAddress;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The verbs of the HTTP door: from a raw call to a request that can be checked, in the published
 * order.
 */
@Configuration(proxyBeanMethods = false)
class HttpDoorSteps {

  @Bean
  Processor authenticateCaller(ApiTokens tokens) {
    return exchange -> {
      new StartExchange(exchange)
          .caller(
              Callers.of(
                  header(exchange, "Authorization"),
                  tokens,
                  exchange.getProperty("peer", InetAddress.class)));
    };
  }

  @Bean
  Processor requireStartScope() {
    return exchange -> {
      if (!new StartExchange(exchange).caller().may(Scope.START)) {
        throw Refusal.of(Reason.PERMISSION_DENIED, "this token may not start journeys")
            .asException();
      }
    };
  }

  @Bean
  Processor requireJsonContentType() {
    return exchange -> {
      String contentType = header(exchange, Exchange.CONTENT_TYPE);
      if (contentType == null || !isJsonInUtf8(contentType)) {
        throw Refusal.of(Reason.UNSUPPORTED_CONTENT_TYPE, "content type must be application/json")
            .asException();
      }
      requireNoEncoding(header(exchange, "Content-Encoding"));
    };
  }

  /** A packed body would be told that it is not UTF-8, which is no help to its sender. */
  private static void requireNoEncoding(String encoding) {
    if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
      throw Refusal.of(Reason.UNSUPPORTED_CONTENT_TYPE, "content encoding must be identity")
          .asException();
    }
  }

  private static boolean isJsonInUtf8(String contentType) {
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
    if (!parts[0].strip().equals("application/json")) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      String[] parameter = parts[i].strip().split("=", 2);
      if (parameter[0].strip().equals("charset")
          && (parameter.length < 2 || !parameter[1].strip().replace("\"", "").equals("utf-8"))) {
        return false;
      }
    }
    return true;
  }

  @Bean
  Processor readDecision() {
    return new ReadDecision();
  }

  @Bean
  Processor readFilterBody() {
    return new ReadFilterBody();
  }

  @Bean
  Processor readStartRequest(StartRequestReader reader, HttpSettings settings) {
    return new ReadStartRequest(reader, settings.maxBody().toBytes());
  }

  /** Nobody starts a journey for real because they spelt the word otherwise. */
  @Bean
  Processor readDryRun() {
    return exchange -> {
      Object dryRun = exchange.getIn().getHeader("dry_run", "false");
      if (!dryRun.equals("true") && !dryRun.equals("false")) {
        throw Refusal.of(
                Reason.INVALID_PARAMETER, "dry_run must be true or false", "parameter", "dry_run")
            .asException();
      }
      exchange.setProperty("dryRun", dryRun.equals("true"));
    };
  }

  /**
   * A caller who waits for an answer is refused at once; only where callers may share a slot they
   * wait in line.
   */
  @Bean
  Processor decideOverLimitOfHttp(HttpSettings settings) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      start.overLimit(settings.overLimit(start.journeyId()));
    };
  }

  private static String header(Exchange exchange, String name) {
    return exchange.getIn().getHeader(name, String.class);
  }
}
