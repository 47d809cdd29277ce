package dev.journeygateway.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A collector of traces at a real socket: takes OTLP over HTTP and keeps what came. */
public final class OtlpReceiver implements AutoCloseable {

  /**
   * A span as it came.
   *
   * @param parent empty where it has none
   * @param links trace and span with a dash between them
   * @param error whether its status is one
   */
  public record Received(
      String service,
      String trace,
      String id,
      String parent,
      String name,
      Span.SpanKind kind,
      Map<String, String> attributes,
      List<String> links,
      boolean error) {

    public String attribute(String name) {
      return attributes.get("journey_gateway." + name);
    }

    public String inTrace() {
      return trace + "-" + id;
    }
  }

  private final HttpServer server;
  private final List<Received> spans = new CopyOnWriteArrayList<>();

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  public static OtlpReceiver start() throws IOException {
    OtlpReceiver receiver =
        new OtlpReceiver(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50));
    receiver.server.createContext("/v1/traces", receiver::take);
    receiver.server.start();
    return receiver;
  }

  /** What management.otlp.tracing.endpoint is set to. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
  }

  private void take(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes());
    for (ResourceSpans of : request.getResourceSpansList()) {
      String service = text(of.getResource().getAttributesList()).get("service.name");
      of.getScopeSpansList()
          .forEach(scope -> scope.getSpansList().forEach(span -> spans.add(read(service, span))));
    }
    byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    exchange.close();
  }

  private static Received read(String service, Span span) {
    return new Received(
        service,
        hex(span.getTraceId().toByteArray()),
        hex(span.getSpanId().toByteArray()),
        hex(span.getParentSpanId().toByteArray()),
        span.getName(),
        span.getKind(),
        text(span.getAttributesList()),
        span.getLinksList().stream()
            .map(
                link ->
                    hex(link.getTraceId().toByteArray())
                        + "-"
                        + hex(link.getSpanId().toByteArray()))
            .toList(),
        span.getStatus().getCodeValue() == 2);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static Map<String, String> text(List<KeyValue> attributes) {
    Map<String, String> text = new TreeMap<>();
    attributes.forEach(
        one -> {
          AnyValue value = one.getValue();
          text.put(
              one.getKey(),
              value.hasStringValue() ? value.getStringValue() : "" + value.getIntValue());
        });
    return text;
  }

  /** All that came, in the order in which it came. */
  public List<Received> all() {
    return List.copyOf(spans);
  }

  public List<Received> of(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  /** Waits until a trace has a span of that name. */
  public Received await(String trace, String name) {
    return Awaitility.await(name + " of " + trace)
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> of(trace).stream().filter(span -> span.name().equals(name)).toList(),
            found -> !found.isEmpty())
        .get(0);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
