package dev.journeygateway.bench.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A hosted journey service: answers each start call after a while with 200 and a request_uuid, and
 * remembers for each path when. Its arguments are the port and the milliseconds that an answer
 * takes. It is asked over its standard input: "forget" and "tell".
 */
public final class ServicePeer {

  private static final int THREADS = 64;
  private static final byte[] ID = "\"user-".getBytes(StandardCharsets.US_ASCII);

  /** When the last answer for a path went out, by System.nanoTime. */
  private final Map<String, Long> answered = new HashMap<>();

  /** Microseconds from an answer to the next call for its path. */
  private final List<Long> gaps = new ArrayList<>();

  private final long takesMillis;
  private long calls;
  private long ids;
  private long first;
  private long last;
  private int underWay;
  private int mostUnderWay;

  private ServicePeer(long takesMillis) {
    this.takesMillis = takesMillis;
  }

  public static void main(String[] arguments) throws IOException {
    PrintStream answers = Peers.takeStandardOutput();
    ServicePeer peer = new ServicePeer(Long.parseLong(arguments[1]));
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
            1024);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", peer::take);
    server.start();
    answers.println("ready");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.println(line.equals("forget") ? peer.forget() : peer.tell());
      }
    }
    System.exit(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    long now = System.nanoTime();
    came(path, now);
    byte[] body = exchange.getRequestBody().readAllBytes();
    try {
      Thread.sleep(takesMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byte[] answer =
        ("{\"request_uuid\": \"" + UUID.randomUUID() + "\"}").getBytes(StandardCharsets.US_ASCII);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    ended(path, count(body));
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private synchronized void came(String path, long now) {
    first = calls == 0 && underWay == 0 ? now : first;
    mostUnderWay = Math.max(mostUnderWay, ++underWay);
    Long before = answered.get(path);
    if (before != null) {
      gaps.add(TimeUnit.NANOSECONDS.toMicros(now - before));
    }
  }

  private synchronized void ended(String path, int people) {
    last = System.nanoTime();
    answered.put(path, last);
    underWay--;
    calls++;
    ids += people;
  }

  private synchronized String forget() {
    answered.clear();
    gaps.clear();
    calls = 0;
    ids = 0;
    mostUnderWay = 0;
    return "forgotten";
  }

  private synchronized String tell() {
    List<Long> sorted = gaps.stream().sorted().toList();
    return Stream.of(
            calls,
            ids,
            calls == 0 ? 0 : last - first,
            (long) mostUnderWay,
            (long) sorted.size(),
            percentile(sorted, 0),
            percentile(sorted, 50),
            percentile(sorted, 99),
            percentile(sorted, 100))
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }

  private static long percentile(List<Long> sorted, int percent) {
    return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100);
  }

  private static int count(byte[] body) {
    int found = 0;
    for (int i = 0; i + ID.length <= body.length; i++) {
      int matched = 0;
      while (matched < ID.length && body[i + matched] == ID[matched]) {
        matched++;
      }
      found += matched == ID.length ? 1 : 0;
    }
    return found;
  }
}
