package dev.journeygateway.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who is told by webhooks: it refuses one message of twenty once, and has the others verified by a
 * library that is not ours, the npm package standardwebhooks.
 */
final class ToldReceiver implements AutoCloseable {

  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final Path NODE = Path.of("src/test/node");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REFUSED = 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);
  private final ConcurrentLinkedQueue<ObjectNode> unverified = new ConcurrentLinkedQueue<>();

  /** Requests that it was told of, with their states, by a message whose signature is right. */
  private final Set<String> told = new HashSet<>();

  private final Set<String> refusedOnce = ConcurrentHashMap.newKeySet();
  private final Set<String> ids = ConcurrentHashMap.newKeySet();
  private final AtomicLong messages = new AtomicLong();
  private final List<String> wrong = new ArrayList<>();
  private volatile Runnable beforeAnswer = () -> {};

  ToldReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    } catch (IOException e) {
      throw new RigFailure("no receiver", e);
    }
    server.setExecutor(threads);
    server.createContext("/hooks", this::take);
    server.start();
  }

  /** In the catalogue, as a webhook of the only application. */
  String catalogue() {
    return ("    webhooks:\n"
            + "      - {name: rig, url: 'http://127.0.0.1:%d/hooks', secret: '${HOOK_SECRET}',"
            + " events: [request.done, request.failed, request.cancelled]}\n")
        .formatted(server.getAddress().getPort());
  }

  /** Runs when a message has come, before it is answered. */
  void beforeAnswer(Runnable then) {
    beforeAnswer = then;
  }

  private void take(HttpExchange exchange) throws IOException {
    ObjectNode message = JSON.createObjectNode();
    message.put("secret", SECRET);
    message.put(
        "body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    ObjectNode headers = message.putObject("headers");
    for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      headers.put(name, exchange.getRequestHeaders().getFirst(name));
    }
    messages.incrementAndGet();
    String id = headers.get("webhook-id").asText();
    boolean refused = Math.floorMod(id.hashCode(), REFUSED) == 0 && refusedOnce.add(id);
    if (!refused) {
      ids.add(id);
      unverified.add(message);
      beforeAnswer.run();
    }
    exchange.sendResponseHeaders(refused ? 500 : 204, -1);
    exchange.close();
  }

  /** Has what came since the last time verified, while its timestamps are new. */
  void verify(Path folder) {
    ArrayNode batch = JSON.createArrayNode();
    for (ObjectNode one = unverified.poll(); one != null; one = unverified.poll()) {
      batch.add(one);
    }
    if (batch.isEmpty()) {
      return;
    }
    try {
      Path in = folder.resolve("told.json");
      Path out = folder.resolve("verified.json");
      JSON.writeValue(in.toFile(), batch);
      Process node =
          new ProcessBuilder("node", "verify-webhooks.mjs")
              .directory(NODE.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (!node.waitFor(120, TimeUnit.SECONDS) || node.exitValue() != 0) {
        throw new RigFailure("src/test/node/verify-webhooks.mjs failed; npm ci is needed there");
      }
      JsonNode verdicts = JSON.readTree(Files.readString(out));
      for (int i = 0; i < batch.size(); i++) {
        JsonNode body = JSON.readTree(batch.get(i).get("body").asText());
        if (verdicts.get(i).asText().equals(body.get("type").asText())) {
          told.add(body.at("/data/request_uuid").asText() + " " + body.at("/data/state").asText());
        } else {
          wrong.add(verdicts.get(i).asText());
        }
      }
    } catch (IOException e) {
      throw new RigFailure("what was told cannot be verified", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigFailure("interrupted", e);
    }
  }

  boolean wasTold(String requestUuid, String state) {
    return told.contains(requestUuid + " " + state);
  }

  /** Messages that were taken, by their ids. */
  long distinct() {
    return ids.size();
  }

  /** All that came, those that were refused among them. */
  long messages() {
    return messages.get();
  }

  /** What the library said of messages that it refused. */
  List<String> wrong() {
    return wrong;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
