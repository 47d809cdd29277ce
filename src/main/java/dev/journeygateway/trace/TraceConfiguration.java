package dev.journeygateway.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryProperties;
import org.springframework.boot.actuate.autoconfigure.tracing.TracingProperties;
import org.springframework.boot.actuate.autoconfigure.tracing.otlp.OtlpTracingProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Traces, by the settings that Spring Boot has for them. Its own set-up is left out: that makes
 * spans of every call to the management endpoints, and needs a bridge that costs while traces are
 * off.
 */
@Configuration(proxyBeanMethods = false)
class TraceConfiguration {

  private static final String ENDPOINT = "management.otlp.tracing.endpoint";
  private static final String PROBABILITY = "management.tracing.sampling.probability";

  /** A collector that is away does not hold up the end of the gateway. */
  private static final long LAST_SECONDS = 2;

  @Bean
  Traces traces(Environment environment) {
    boolean on =
        StringUtils.hasText(environment.getProperty(ENDPOINT))
            && environment.getProperty("management.tracing.enabled", Boolean.class, true);
    return on ? on(environment) : Traces.off();
  }

  private static Traces on(Environment environment) {
    Binder binder = Binder.get(environment);
    TracingProperties tracing = binder.bindOrCreate("management.tracing", TracingProperties.class);
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(resource(environment, binder))
            .setSampler(Sampler.parentBased(new LinkedSampler(share(tracing))))
            .addSpanProcessor(
                processor(
                    exporter(
                        binder.bindOrCreate(
                            "management.otlp.tracing", OtlpTracingProperties.class)),
                    tracing.getOpentelemetry().getExport()))
            .build();
    return new Traces(
        provider.get("dev.journeygateway"),
        () -> provider.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS));
  }

  private static Resource resource(Environment environment, Binder binder) {
    AttributesBuilder attributes = Attributes.builder();
    attributes.put("service.name", environment.getProperty("spring.application.name", "gateway"));
    binder
        .bindOrCreate("management.opentelemetry", OpenTelemetryProperties.class)
        .getResourceAttributes()
        .forEach((name, value) -> attributes.put(AttributeKey.stringKey(name), value));
    return Resource.getDefault().merge(Resource.create(attributes.build()));
  }

  private static Sampler share(TracingProperties tracing) {
    float probability = tracing.getSampling().getProbability();
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(PROBABILITY + " must be 0 to 1, not " + probability);
    }
    return Sampler.traceIdRatioBased(probability);
  }

  private static OtlpHttpSpanExporter exporter(OtlpTracingProperties otlp) {
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setTimeout(otlp.getTimeout())
            .setConnectTimeout(otlp.getConnectTimeout())
            .setCompression(otlp.getCompression().name().toLowerCase(Locale.ROOT));
    otlp.getHeaders().forEach(builder::addHeader);
    try {
      builder.setEndpoint(otlp.getEndpoint());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          ENDPOINT + " must be a URL with http or https, not " + otlp.getEndpoint(), e);
    }
    return builder.build();
  }

  private static BatchSpanProcessor processor(
      OtlpHttpSpanExporter exporter, TracingProperties.OpenTelemetry.Export export) {
    return BatchSpanProcessor.builder(exporter)
        .setExporterTimeout(export.getTimeout())
        .setScheduleDelay(export.getScheduleDelay())
        .setMaxQueueSize(export.getMaxQueueSize())
        .setMaxExportBatchSize(export.getMaxBatchSize())
        .build();
  }
}
