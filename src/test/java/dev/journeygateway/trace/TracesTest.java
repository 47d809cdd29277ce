package dev.journeygateway.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

/** Which steps of which requests are spans. */
class TracesTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SAMPLED = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final String QUIET = "00-" + TRACE + "-00f067aa0ba902b7-00";

  private final List<SpanData> told = new ArrayList<>();

  private final SpanExporter kept =
      new SpanExporter() {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
          told.addAll(spans);
          return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
          return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
          return CompletableResultCode.ofSuccess();
        }
      };

  private Traces traces(double share) {
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setSampler(Sampler.parentBased(new LinkedSampler(Sampler.traceIdRatioBased(share))))
            .addSpanProcessor(SimpleSpanProcessor.create(kept))
            .build();
    return new Traces(provider.get("test"), provider::close);
  }

  @Test
  void beginsATraceAtTheDoorAlone() {
    RequestSpan door = traces(1).called("http", null);
    door.end();

    assertThat(told).hasSize(1);
    assertThat(told.get(0).getParentSpanContext().isValid()).isFalse();
    assertThat(Traces.traceId(door.traceparent())).contains(told.get(0).getTraceId());
    assertThat(traces(1).step("accept", Optional.empty())).isSameAs(RequestSpan.NONE);
  }

  @Test
  void keepsNothingOfARequestThatIsNotSampled() {
    RequestSpan door = traces(0).called("http", null);

    assertThat(door).isSameAs(RequestSpan.NONE);
    assertThat(door.traceparent()).isEmpty();
  }

  @Test
  void asksWhoCalledWhetherItIsSampled() {
    traces(0).received("queue", SAMPLED).end();
    RequestSpan quiet = traces(1).received("queue", QUIET);
    quiet.end();

    assertThat(told).extracting(SpanData::getTraceId).containsExactly(TRACE);
    assertThat(quiet.traceparent()).contains(QUIET);
    assertThat(traces(1).calls("webhook", quiet.traceparent()).traceparent()).contains(QUIET);
  }

  @Test
  void aGroupIsASpanWhereOneOfItsRequestsIsSampled() {
    Traces traces = traces(0);

    String done =
        traces.together(
            "commit",
            List.of(Optional.empty(), Optional.of(SAMPLED), Optional.of(QUIET)),
            () -> "done");
    traces.together("commit", List.of(Optional.empty(), Optional.of(QUIET)), () -> "done");

    assertThat(done).isEqualTo("done");
    assertThat(told).hasSize(1);
    assertThat(told.get(0).getLinks())
        .extracting(link -> link.getSpanContext().getTraceId())
        .containsExactly(TRACE);
    assertThat(told.get(0).getTraceId()).isNotEqualTo(TRACE);
  }

  @Test
  void aGroupThatFailsIsShownAsFailed() {
    Traces traces = traces(0);

    assertThatThrownBy(
            () ->
                traces.together(
                    "commit",
                    List.of(Optional.of(SAMPLED)),
                    () -> {
                      throw new IllegalStateException("user ann");
                    }))
        .hasMessage("user ann");

    assertThat(told.get(0).getAttributes().asMap().toString()).contains("IllegalStateException");
    assertThat(told.get(0).toString()).doesNotContain("ann\"", "user ann");
  }

  @Test
  void makesNothingWithoutACollector() {
    Traces off = new TraceConfiguration().traces(new MockEnvironment());

    assertThat(off).isSameAs(Traces.off());
    assertThat(off.on()).isFalse();
    assertThat(off.called("http", SAMPLED)).isSameAs(RequestSpan.NONE);
  }

  @Test
  void refusesSettingsThatCannotBe() {
    MockEnvironment environment =
        new MockEnvironment().withProperty("management.otlp.tracing.endpoint", "collector:4318");

    assertThatThrownBy(() -> new TraceConfiguration().traces(environment))
        .hasMessage(
            "management.otlp.tracing.endpoint must be a URL with http or https, not"
                + " collector:4318");
    assertThatThrownBy(
            () ->
                new TraceConfiguration()
                    .traces(
                        environment
                            .withProperty("management.otlp.tracing.endpoint", "http://localhost:1")
                            .withProperty("management.tracing.sampling.probability", "1.5")))
        .hasMessage("management.tracing.sampling.probability must be 0 to 1, not 1.5");
  }
}
