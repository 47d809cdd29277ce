package dev.journeygateway.device;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.text.PrintableName;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
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
      try {
        DevicesLoaded loaded = load(loader, application, file);
        LOG.info(
            "Devices of application {} from {}: {}", PrintableName.of(application), name, loaded);
        JSON.writeValue(beside(file, ".result.json").toFile(), loaded);
      } catch (DeviceFileRefused e) {
        LOG.warn(
            "Devices of application {} from {} are refused: {}",
            PrintableName.of(application),
            name,
            e.getMessage());
        JSON.writeValue(beside(file, ".result.json").toFile(), new Refused(e.getMessage()));
        throw e;
      }
    };
  }

  private record Refused(String reason) {}

  private static DevicesLoaded load(DeviceLoader loader, String application, Path file)
      throws IOException {
    String name = file.getFileName().toString();
    boolean csv = name.endsWith(".csv") || name.endsWith(".csv.gz");
    List<Writer> rejects = new ArrayList<>();
    try (Reader text = open(file)) {
      return csv
          ? loader.loadCsv(application, text, () -> rejects(file, ".rejects.csv", rejects))
          : loader.loadNdjson(application, text, () -> rejects(file, ".rejects.ndjson", rejects));
    } catch (CharacterCodingException e) {
      throw new DeviceFileRefused("the file is not UTF-8");
    } finally {
      for (Writer writer : rejects) {
        writer.close();
      }
    }
  }

  private static Reader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    InputStream plain =
        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    return new BufferedReader(
        new InputStreamReader(
            plain,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)),
        1 << 16);
  }

  private static Writer rejects(Path file, String ending, List<Writer> opened) {
    try {
      BufferedWriter writer = Files.newBufferedWriter(beside(file, ending));
      opened.add(writer);
      return writer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a folder of their own, so that neither is taken for a file of devices. */
  private static Path beside(Path file, String ending) throws IOException {
    Path folder = file.resolveSibling("results");
    Files.createDirectories(folder);
    return folder.resolve(file.getFileName() + ending);
  }
}
