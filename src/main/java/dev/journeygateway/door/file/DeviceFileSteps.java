package dev.journeygateway.door.file;

import dev.journeygateway.device.DeviceFileResult;
import dev.journeygateway.device.DeviceLoader;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.text.PrintableName;
import dev.journeygateway.trace.TraceLog;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs of the route that loads files of devices. */
@Configuration(proxyBeanMethods = false)
class DeviceFileSteps {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceFileSteps.class);

  /** Loads one claimed file; the application is the folder that it lay in. */
  @Bean
  Processor loadDeviceFile(
      DeviceLoader loader,
      FileIntake intake,
      FilePlaces places,
      FileResults results,
      StartFiles rows,
      FilesAtWork filesAtWork,
      LimitSettings limit,
      MeterRegistry meters) {
    return exchange -> {
      ClaimedFile file = exchange.getIn().getBody(ClaimedFile.class);
      exchange.setProperty("claimedFile", file);
      Inbox inbox = places.of(file);
      try (var log = TraceLog.of(file.requestUuid(), file.traceparent())) {
        LOG.info(
            "Taken: {} with devices of application {}",
            PrintableName.of(file.name()),
            PrintableName.of(file.journeyId()));
        DeviceFileResult result =
            intake.read(
                file,
                inbox,
                (name, path) ->
                    loader.load(
                        file.journeyId(), path, name, inbox.rejects(file), intake.logging(file)));
        inbox.fileAway(file, FileResults.isLoaded(result), results.devices(file, result, limit));
        rows.delete(file.requestUuid());
        filesAtWork.end(file.requestUuid());
        count(meters, file, result.refusal().map(refusal -> refusal.reason().name()).orElse(""));
        LOG.info(
            "{}: {} {}",
            FileResults.isLoaded(result) ? "Loaded" : "Refused",
            result.loaded(),
            result.refusal().map(refusal -> refusal.reason().name()).orElse(""));
      }
    };
  }

  @Bean
  Processor fileAwayRefusedDevices(RefusedFiles refused, MeterRegistry meters) {
    return exchange -> {
      ClaimedFile file = exchange.getProperty("claimedFile", ClaimedFile.class);
      Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      refused.fileAway(file, failure, reason -> count(meters, file, reason.name()));
    };
  }

  private static void count(MeterRegistry meters, ClaimedFile file, String reason) {
    meters
        .counter("journey_gateway_device_files", "door", file.door(), "reason", reason)
        .increment();
  }
}
