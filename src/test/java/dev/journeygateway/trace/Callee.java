package dev.journeygateway.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Receives what the gateway calls: webhooks, and the calls of a destination. */
final class Callee implements AutoCloseable {

  private static final String TAKEN =
      "{\"request_uuid\": \"9f8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d\"}";

  /** A call, with the trace that it names. */
  record Call(String path, Optional<String> traceparent, String body) {}

  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  Callee() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::take);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    calls.add(
        new Call(
            exchange.getRequestURI().getPath(),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("traceparent")),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    byte[] answer = TAKEN.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /** Waits for a call whose body has that text. */
  Call await(String path, String text) {
    return Awaitility.await(path + " with " + text)
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                calls.stream()
                    .filter(call -> call.path().startsWith(path) && call.body().contains(text))
                    .toList(),
            found -> !found.isEmpty())
        .get(0);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
