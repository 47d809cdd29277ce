package dev.journeygateway.accept;

import dev.journeygateway.access.Caller;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.request.AcceptedRequest;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Selector;
import dev.journeygateway.request.StartRequest;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.trace.RequestSpan;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;

/**
 * What an exchange on its way to acceptance carries, by name and type: the one place that knows the
 * properties' names.
 *
 * <p>The door sets {@code door}, {@code caller} and the body; the later steps add what they find
 * out.
 */
public record StartExchange(Exchange exchange) {

  /** As the exchange property {@code door} says: http, folder, sftp or queue. */
  public String door() {
    return exchange.getProperty("door", String.class);
  }

  public Caller caller() {
    return exchange.getProperty("caller", Caller.class);
  }

  public void caller(Caller caller) {
    exchange.setProperty("caller", caller);
  }

  /** What was read, before its shape is judged. */
  public StartRequestReader.Body read() {
    return exchange.getProperty("read", StartRequestReader.Body.class);
  }

  public void read(StartRequestReader.Body body) {
    exchange.setProperty("read", body);
  }

  public Optional<IdempotencyKey> key() {
    return Optional.ofNullable(exchange.getProperty("idempotencyKey", IdempotencyKey.class));
  }

  public void key(IdempotencyKey key) {
    exchange.setProperty("idempotencyKey", key);
  }

  /** A uuid that the request had before it got here, as a claimed file has. */
  public Optional<UUID> givenUuid() {
    return Optional.ofNullable(exchange.getProperty("givenUuid", UUID.class));
  }

  public void givenUuid(UUID requestUuid) {
    exchange.setProperty("givenUuid", requestUuid);
  }

  /** The time its caller asked for, as they wrote it: where the door set none, a header. */
  public Optional<String> askedStartAt() {
    return Optional.ofNullable(exchange.getProperty("askedStartAt", String.class))
        .or(() -> Optional.ofNullable(exchange.getIn().getHeader("start_at", String.class)));
  }

  public void askedStartAt(String time) {
    exchange.setProperty("askedStartAt", time);
  }

  /** When it is to start, where that is later. */
  public Optional<Instant> startAt() {
    return Optional.ofNullable(exchange.getProperty("startAt", Instant.class));
  }

  public void startAt(Instant at) {
    exchange.setProperty("startAt", at);
  }

  /** The span of its door; none where it is in no trace. */
  public RequestSpan span() {
    return exchange.getProperty("span", RequestSpan.NONE, RequestSpan.class);
  }

  public void span(RequestSpan span) {
    exchange.setProperty("span", span);
  }

  /** What its steps after the door go on from. */
  public Optional<String> traceparent() {
    return span().traceparent();
  }

  /** The name of the file it came in. */
  public Optional<String> file() {
    return Optional.ofNullable(exchange.getProperty("file", String.class));
  }

  public void file(String name) {
    exchange.setProperty("file", name);
  }

  /** What becomes of it over the limit. */
  public OverLimit overLimit() {
    return exchange.getProperty("overLimit", OverLimit.REFUSE, OverLimit.class);
  }

  public void overLimit(OverLimit overLimit) {
    exchange.setProperty("overLimit", overLimit);
  }

  /** Whether the answer is the one that its key got before. */
  public boolean replayed() {
    return exchange.getProperty("replayed", false, Boolean.class);
  }

  public void replayed(boolean replayed) {
    exchange.setProperty("replayed", replayed);
  }

  public StartRequest request() {
    return read().requestOrRefuse();
  }

  public Selector selector() {
    return exchange.getProperty("selector", Selector.class);
  }

  public void selector(Selector selector) {
    exchange.setProperty("selector", selector);
  }

  /** The filter as it was checked; null where the people are named otherwise. */
  public CheckedFilter checkedFilter() {
    return exchange.getProperty("checkedFilter", CheckedFilter.class);
  }

  public void checkedFilter(CheckedFilter checked) {
    exchange.setProperty("checkedFilter", checked);
  }

  public Journey journey() {
    return exchange.getProperty("journey", Journey.class);
  }

  public void journey(Journey journey) {
    exchange.setProperty("journey", journey);
  }

  public EntryPoint entryPoint() {
    return exchange.getProperty("entryPoint", EntryPoint.class);
  }

  public void entryPoint(EntryPoint entryPoint) {
    exchange.setProperty("entryPoint", entryPoint);
  }

  public Slot slot() {
    return new Slot(journey().id(), entryPoint().id());
  }

  public AcceptedRequest accepted() {
    return exchange.getProperty("accepted", AcceptedRequest.class);
  }

  public void accepted(AcceptedRequest accepted) {
    exchange.setProperty("accepted", accepted);
    exchange.setProperty("request_uuid", accepted.requestUuid().toString());
  }

  /** As it was asked for; a body of a wrong shape names none, and is refused before it matters. */
  public String journeyId() {
    return read().fault() == null ? read().request().journeyId() : "";
  }
}
