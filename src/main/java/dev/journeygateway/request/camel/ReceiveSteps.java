package dev.journeygateway.request.camel;

import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.Caller;
import dev.journeygateway.access.Scope;
import dev.journeygateway.request.HttpSettings;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.StartRequestReader;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The verbs of the HTTP door: from a raw call to a request that can be checked, in the order of
 * http.md's first rows.
 */
@Configuration(proxyBeanMethods = false)
class ReceiveSteps {

  private static final String TOKEN_SCHEME = "Api ";

  @Bean
  Processor authenticateCaller(ApiTokens tokens) {
    return exchange -> {
      new StartExchange(exchange).caller(caller(header(exchange, "Authorization"), tokens));
    };
  }

  /**
   * Who sends what an {@code Authorization} header or property says.
   *
   * @throws dev.journeygateway.request.StartRequestRefused with UNAUTHENTICATED
   */
  static Caller caller(String authorization, ApiTokens tokens) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, TOKEN_SCHEME, 0, TOKEN_SCHEME.length())) {
      throw unauthenticated();
    }
    return tokens
        .authenticate(authorization.substring(TOKEN_SCHEME.length()).strip())
        .orElseThrow(ReceiveSteps::unauthenticated);
  }

  private static RuntimeException unauthenticated() {
    return Refusal.of(Reason.UNAUTHENTICATED, "invalid api token").asException();
  }

  @Bean
  Processor requireStartScope() {
    return exchange -> requireScope(exchange, Scope.START, "this token may not start journeys");
  }

  @Bean
  Processor requireReadScope() {
    return exchange -> requireScope(exchange, Scope.READ, "this token may not read start requests");
  }

  private static void requireScope(Exchange exchange, Scope scope, String otherwise) {
    if (!new StartExchange(exchange).caller().may(scope)) {
      throw Refusal.of(Reason.PERMISSION_DENIED, otherwise).asException();
    }
  }

  @Bean
  Processor requireJsonContentType() {
    return exchange -> {
      String contentType = header(exchange, Exchange.CONTENT_TYPE);
      if (contentType == null || !isJsonInUtf8(contentType)) {
        throw Refusal.of(Reason.UNSUPPORTED_CONTENT_TYPE, "content type must be application/json")
            .asException();
      }
    };
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

  private static String header(Exchange exchange, String name) {
    return exchange.getIn().getHeader(name, String.class);
  }
}
