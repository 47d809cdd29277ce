package dev.journeygateway.trace;

import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.support.RunningGateway;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

/** A gateway as it is delivered has nothing of traces in it. */
class TracesOffIT {

  @Test
  void hasNoThreadNoPartAndNoRowOfThem() {
    try (RunningGateway gateway = RunningGateway.start()) {
      String request =
          uuid(
              gateway.post(
                  "running",
                  "{\"users\": [\"ann\"]}",
                  "traceparent",
                  "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

      assertThat(gateway.await(request, "done").has("trace_id")).isFalse();
      Map<String, Object> row = gateway.jdbc().queryForMap("select traceparent from start_request");
      assertThat(row.get("traceparent")).isNull();
      assertThat(gateway.bean(Traces.class)).isSameAs(Traces.off());
      for (Class<?> part : List.of(OpenTelemetry.class, SdkTracerProvider.class)) {
        assertThatThrownBy(() -> gateway.bean(part))
            .isInstanceOf(NoSuchBeanDefinitionException.class);
      }
      assertThat(gateway.bean(CamelContext.class).getRoutes())
          .flatExtracting(Route::getRoutePolicyList)
          .isEmpty();
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .noneMatch(name -> name.contains("Processor_WorkerThread"));
    }
  }
}
