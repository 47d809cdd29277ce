package dev.journeygateway.device;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.ListRefusal;
import dev.journeygateway.list.Progress;
import dev.journeygateway.text.PrintableName;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verb of the route devices. */
@Configuration(proxyBeanMethods = false)
class DeviceSteps {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceSteps.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /**
   * Loads one file; the application is the folder it lies in. What it came to is written to
   * results/ as {@code <name>.result.json}, its bad rows as {@code <name>.rejects.csv} (or
   * .ndjson).
   */
  @Bean
  Processor loadDevices(DeviceLoader loader) {
    return exchange -> {
      Path file = exchange.getIn().getBody(File.class).toPath();
      String application = file.getParent().getFileName().toString();
      String name = PrintableName.of(file.getFileName().toString());
      DeviceFileResult result = load(loader, application, file);
      Optional<ListRefusal> refusal = result.refusal();
      if (refusal.isEmpty()) {
        LOG.info(
            "Devices of application {} from {}: {}",
            PrintableName.of(application),
            name,
            result.loaded());
        JSON.writeValue(beside(file, ".result.json").toFile(), result.loaded());
        return;
      }
      LOG.warn(
          "Devices of application {} from {}: {}, {}",
          PrintableName.of(application),
          name,
          result.loaded(),
          refusal.get().message());
      JSON.writeValue(beside(file, ".result.json").toFile(), Failed.of(result));
      throw new NotWhole(refusal.get().message());
    };
  }

  /** What a file that is not loaded as a whole came to. */
  private record Failed(
      String reason,
      String message,
      String detail,
      long line,
      long read,
      long added,
      long changed,
      long unchanged,
      long repeated,
      long rejected) {

    static Failed of(DeviceFileResult result) {
      ListRefusal refusal = result.refusal().orElseThrow();
      DevicesLoaded loaded = result.loaded();
      return new Failed(
          refusal.reason().name(),
          refusal.message(),
          refusal.detail(),
          refusal.line(),
          loaded.read(),
          loaded.added(),
          loaded.changed(),
          loaded.unchanged(),
          loaded.repeated(),
          loaded.rejected());
    }
  }

  /** Moves the file to the failed ones. */
  private static final class NotWhole extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotWhole(String message) {
      super(message, null, false, false);
    }
  }

  private static DeviceFileResult load(DeviceLoader loader, String application, Path file)
      throws IOException {
    if (!(InboxName.of(file.getFileName().toString()) instanceof ListName name)) {
      throw new IllegalStateException("the route takes lists alone");
    }
    String ending = ".rejects." + name.format().ending();
    return loader.load(application, file, name, beside(file, ending), Progress.SILENT);
  }

  /** In a folder of their own, so that neither is taken for a file of devices. */
  private static Path beside(Path file, String ending) throws IOException {
    Path folder = file.resolveSibling("results");
    Files.createDirectories(folder);
    return folder.resolve(file.getFileName() + ending);
  }
}
