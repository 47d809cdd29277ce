package dev.journeygateway.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import javax.net.ssl.SSLContext;

/**
 * Somebody who is told, at a real socket. What comes to another path than {@code /hooks} is read
 * and gets no answer.
 */
final class Receiver implements AutoCloseable {

  /** A message as it came, with its headers in small letters. */
  record Told(Map<String, String> headers, String body) {
    JsonNode json() {
      try {
        return RunningGateway.JSON.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException(body, e);
      }
    }

    String id() {
      return headers.get("webhook-id");
    }
  }

  private record Answer(int status, Map<String, String> headers) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingDeque<Answer> next = new LinkedBlockingDeque<>();

  /** All that came, in the order in which it came. */
  final List<Told> told = new CopyOnWriteArrayList<>();

  private Receiver(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  static Receiver plain() throws IOException {
    return new Receiver(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50));
  }

  static Receiver secure(SSLContext ssl) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(ssl));
    return new Receiver(server);
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Answers the next message in this way; those without are taken with 204. */
  void next(int status, String... headers) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    next.add(new Answer(status, map));
  }

  /** Says nothing to the next message. */
  void silentNext() {
    next.add(new Answer(0, Map.of()));
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!exchange.getRequestURI().getPath().startsWith("/hooks")) {
      exchange.close();
      return;
    }
    Answer answer = next.poll();
    told.add(new Told(headers, body));
    if (answer != null && answer.status() == 0) {
      return;
    }
    if (answer != null) {
      answer.headers().forEach(exchange.getResponseHeaders()::add);
    }
    exchange.sendResponseHeaders(answer == null ? 204 : answer.status(), -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
