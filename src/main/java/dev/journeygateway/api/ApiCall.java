package dev.journeygateway.api;

import dev.journeygateway.access.Caller;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** A call that asks or decides, as an exchange carries it. */
public record ApiCall(Exchange exchange) {

  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  /** The holder of the token, once a first step like {@code requireReader} has passed. */
  public Caller caller() {
    return exchange.getProperty("caller", Caller.class);
  }

  /** The other end of the call's socket; null where it did not come over HTTP. */
  InetAddress peer() {
    return exchange.getProperty("peer", InetAddress.class);
  }

  void caller(Caller caller) {
    exchange.setProperty("caller", caller);
  }

  /** A header of the call; empty when it is absent or blank. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getIn().getHeader(name, String.class))
        .filter(text -> !text.isEmpty());
  }

  /** A parameter of the path or the query; empty when it is absent or blank. */
  public Optional<String> parameter(String name) {
    return header(name);
  }

  /** A parameter that names something by its uuid; empty also for what is no uuid. */
  public Optional<UUID> uuid(String name) {
    return parameter(name).flatMap(ApiCall::uuidOf);
  }

  /**
   * The parameter {@code limit}: how many rows a page has, 1 to 1,000, by default 100.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with INVALID_PARAMETER
   */
  public int limit() {
    return parameter("limit")
        .map(
            text -> {
              if (!text.matches("[1-9][0-9]{0,3}") || Integer.parseInt(text) > LARGEST_PAGE) {
                throw invalid("limit", "limit must be 1 to " + LARGEST_PAGE);
              }
              return Integer.parseInt(text);
            })
        .orElse(PAGE);
  }

  /**
   * The parameter {@code after} where the cursor is a uuid.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with INVALID_PARAMETER
   */
  public Optional<UUID> afterUuid() {
    return parameter("after").map(text -> uuidOf(text).orElseThrow(ApiCall::notACursor));
  }

  /**
   * The parameter {@code after} where the cursor is a position.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with INVALID_PARAMETER
   */
  public Optional<Long> afterPosition() {
    return parameter("after")
        .map(
            text -> {
              if (!text.matches("[0-9]{1,18}")) {
                throw notACursor();
              }
              return Long.parseLong(text);
            });
  }

  /**
   * A time in RFC 3339 with its zone.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with INVALID_PARAMETER
   */
  public Optional<Instant> time(String name) {
    return parameter(name)
        .map(
            text -> {
              try {
                // In a query a plus sign is a blank.
                return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
              } catch (DateTimeException e) {
                throw invalid(name, name + " must be a time such as 2026-01-31T09:00:00Z");
              }
            });
  }

  /**
   * A switch that is off unless it is true.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with INVALID_PARAMETER
   */
  public boolean flag(String name) {
    String text = parameter(name).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw invalid(name, name + " must be true or false");
    }
    return text.equals("true");
  }

  /** Keeps the body of the call. */
  public void body(byte[] body) {
    exchange.setProperty("callBody", body);
  }

  /**
   * The filter that the body of the call is.
   *
   * @param names the fields that it may have
   * @throws dev.journeygateway.request.RequestRefusedException with MALFORMED_JSON or INVALID_FIELD
   */
  public Map<String, String> filter(Set<String> names) {
    return FilterBody.read(exchange.getProperty("callBody", byte[].class), names);
  }

  /** Answers 200 with a record, which the route writes as JSON, or with text. */
  public void answer(Object body) {
    Message answer = exchange.getMessage();
    answer.removeHeaders("*");
    answer.setHeader(Exchange.CONTENT_TYPE, "application/json");
    answer.setHeader(Exchange.HTTP_CHUNKED, false);
    answer.setBody(body);
  }

  /** What is thrown for a parameter that cannot be understood. */
  public static RuntimeException invalid(String name, String message) {
    return Refusal.of(Reason.INVALID_PARAMETER, message, "parameter", name).asException();
  }

  private static RuntimeException notACursor() {
    return invalid("after", "after must be the cursor from the previous page");
  }

  /** The uuid that a text is. */
  public static Optional<UUID> uuidOf(String text) {
    return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
        ? Optional.of(UUID.fromString(text))
        : Optional.empty();
  }
}
