package dev.journeygateway.bench.accept;

import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.Gateway;
import dev.journeygateway.bench.gateway.GatewayOptions;
import dev.journeygateway.bench.gateway.StartCalls;
import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.peer.BarePeer;
import dev.journeygateway.bench.peer.BrokerPeer;
import dev.journeygateway.bench.peer.MvcPeer;
import dev.journeygateway.bench.run.Child;
import dev.journeygateway.bench.run.Children;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Starts the servers that are measured, each in a process of its own.
 *
 * @param outside whether gateway and controllers have a broker in another process
 * @param connections each is measured with
 * @param mvcConnections of the tuned controller's pool
 * @param journeys that the gateway knows
 * @param period of the gateway's limit
 */
record Servers(
    Children children,
    GatewayOptions measured,
    boolean outside,
    int[] connections,
    int mvcConnections,
    int journeys,
    String period) {

  static final String GATEWAY = "gateway";
  static final String WORKING = "gateway, worker on";
  static final String REFUSING = "gateway, refusing";
  static final String MVC = "MVC + JmsTemplate";
  static final String TUNED = "MVC, tuned";
  static final String BARE = "bare platform-http";
  static final String MARSHAL = "bare, marshal";
  static final String MAPPER = "bare, mapper";

  /** A controller as Spring Boot sets it up. */
  HttpSubject mvc(String folderName, StartCalls calls) {
    String url = outside ? broker(folderName) : "vm://localhost?broker.persistent=true";
    return controller(MVC, folderName, List.of("--spring.activemq.broker-url=" + url), calls);
  }

  HttpSubject tuned(String folderName, StartCalls calls) {
    String url = outside ? broker(folderName) : "vm://bench?create=false";
    List<String> arguments = new ArrayList<>();
    arguments.add("--spring.activemq.broker-url=" + url);
    arguments.add("--pool=" + mvcConnections);
    if (!outside) {
      arguments.add("--tuned=true");
    }
    return controller(TUNED, folderName, arguments, calls);
  }

  private HttpSubject controller(
      String name, String folderName, List<String> more, StartCalls calls) {
    int port = Children.freePort();
    List<String> arguments = new ArrayList<>(springArguments(port));
    arguments.addAll(more);
    Child child = children.startPeer(folderName, MvcPeer.class, List.of("camel-"), arguments);
    return accepting(name, child, port, calls);
  }

  HttpSubject bare(String name, BarePeer.Written written, StartCalls calls) {
    int port = Children.freePort();
    List<String> arguments = new ArrayList<>(springArguments(port));
    arguments.add("--answer=" + written);
    List<String> without = List.of("activemq-", "spring-jms-", "pooled-jms-");
    Child child =
        children.startPeer(
            "bare-" + written.name().toLowerCase(Locale.ROOT), BarePeer.class, without, arguments);
    return accepting(name, child, port, calls);
  }

  /** Starts a broker for one subject; the answer is its URL. */
  String broker(String whose) {
    String url = "tcp://127.0.0.1:" + Children.freePort();
    children.startPeer("broker-of-" + whose, BrokerPeer.class, List.of("camel-"), List.of(url));
    return url;
  }

  HttpSubject gateway(String name, String folderName, String roles, StartCalls calls) {
    List<String> settings = new ArrayList<>();
    settings.add("--gateway.roles=" + roles);
    settings.add("--gateway.limit.period=" + period);
    settings.addAll(keepAlive());
    Gateway gateway =
        measured.start(children, folderName, new DemoCatalogue(journeys), List.of(), settings);
    return accepting(name, gateway.child(), gateway.port(), calls);
  }

  /** One entry point and the default period: all but one request a minute are refused by rate. */
  Subject refusing(double seconds) {
    List<String> settings = new ArrayList<>(List.of("--gateway.roles=http"));
    settings.addAll(keepAlive());
    Gateway gateway =
        measured.start(children, "gateway-refusing", new DemoCatalogue(1), List.of(), settings);
    String proof = "Enhance your calm! only one request per minute is allowed";
    return new HttpSubject(
        REFUSING,
        gateway.child(),
        gateway.port(),
        connections,
        new StartCalls(1),
        400,
        proof,
        1 + (int) seconds / 60);
  }

  private HttpSubject accepting(String name, Child child, int port, StartCalls calls) {
    return new HttpSubject(name, child, port, connections, calls, 200, "request_uuid", 0);
  }

  private static List<String> springArguments(int port) {
    List<String> arguments =
        new ArrayList<>(List.of("--server.port=" + port, "--server.address=127.0.0.1"));
    arguments.addAll(keepAlive());
    return arguments;
  }

  /**
   * Tomcat closes a connection after 100 requests by default, other engines never: nobody is
   * measured connecting.
   */
  private static List<String> keepAlive() {
    return List.of("--server.tomcat.max-keep-alive-requests=-1");
  }

  /** Ready as the gateway is: it has answered something, and no call of those that count. */
  static void awaitListening(Child child, int port) {
    byte[] request =
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    child.awaitReady(
        Duration.ofSeconds(60),
        () -> {
          try {
            HttpLoad.once(port, request);
            return Optional.empty();
          } catch (IOException | IllegalStateException notYet) {
            return Optional.of(notYet.toString());
          }
        });
  }

  static HttpSubject answering(HttpSubject subject) {
    subject
        .child()
        .awaitReady(
            Duration.ofSeconds(60),
            () -> {
              try {
                HttpLoad.Answer answer = HttpLoad.once(subject.port(), subject.requests().next());
                return answer.status() == 200
                    ? Optional.empty()
                    : Optional.of(answer.status() + " " + answer.body());
              } catch (IOException | IllegalStateException notYet) {
                return Optional.of(notYet.toString());
              }
            });
    return subject;
  }
}
