package dev.journeygateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Stops the start for settings that Spring Boot would pass over: a name under {@code gateway.} that
 * no part of the gateway has, a duration without a unit, which it would take for milliseconds, and
 * a size without a unit, which it would take for bytes. Names inside a part are the part's own to
 * refuse.
 *
 * <p>What is known is what the build wrote about the settings' classes.
 */
final class SettingsCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

  private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("gateway");
  private static final ConfigurationPropertyName DOORS =
      ConfigurationPropertyName.of("gateway.doors");
  private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

  private static final Set<String> OF_ANOTHER = Set.of("token", "service", "port");

  /** Names of 0.1.0 and what they are called now. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "gateway.files.look", "gateway.files.poll-interval",
          "gateway.files.max-ahead", "gateway.files.max-unprocessed-chunks",
          "gateway.sftp.poll", "gateway.sftp.poll-interval",
          "gateway.worker.held-check", "gateway.worker.poll-interval",
          "gateway.queue.pace", "gateway.queue.max-messages-per-second");

  /** A setting of the gateway has an impossible name or value. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** Types of the settings by their names. */
  private final Map<ConfigurationPropertyName, String> types = types();

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    for (ConfigurationPropertySource source :
        ConfigurationPropertySources.get(event.getEnvironment())) {
      if (source instanceof IterableConfigurationPropertySource names) {
        names.stream()
            .filter(OURS::isAncestorOf)
            .filter(name -> !isOfAnother(name, source))
            .forEach(name -> check(name, source.getConfigurationProperty(name).getValue()));
      }
    }
  }

  /**
   * Whether a variable of the environment is another's: the commands' token, or what Kubernetes and
   * docker tell every process about a service that is called gateway.
   */
  private static boolean isOfAnother(
      ConfigurationPropertyName name, ConfigurationPropertySource source) {
    return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource
        && OF_ANOTHER.contains(name.getElement(1, ConfigurationPropertyName.Form.UNIFORM));
  }

  private void check(ConfigurationPropertyName name, Object value) {
    String renamed = RENAMED.get(name.toString());
    if (renamed != null) {
      throw new Refused("%s is called %s now".formatted(name, renamed));
    }
    if (types.keySet().stream().noneMatch(known -> isPart(known, name))) {
      throw new Refused(
          "%s is no setting of the gateway; they are listed in docs/settings.md".formatted(name));
    }
    if (DOORS.isAncestorOf(name) && !"overlimit".equals(last(name))) {
      throw new Refused(
          "%s is no setting of a door; it has one, gateway.doors.<id>.over-limit".formatted(name));
    }
    String text =
        String.valueOf(value instanceof OriginTrackedValue tracked ? tracked.getValue() : value);
    if ("java.time.Duration".equals(types.get(name)) && text.strip().matches("[-+]?[0-9]+")) {
      throw new Refused(
          "%s=%s has no unit: write %ss for seconds, %sms for milliseconds"
              .formatted(name, text, text, text));
    }
    if ("org.springframework.util.unit.DataSize".equals(types.get(name))
        && text.strip().matches("[-+]?[0-9]+")) {
      throw new Refused(
          "%s=%s has no unit: write %sMB for megabytes, %sB for bytes"
              .formatted(name, text, text, text));
    }
  }

  private static String last(ConfigurationPropertyName name) {
    return name.getLastElement(ConfigurationPropertyName.Form.UNIFORM);
  }

  /** Whether a known setting is the one named, or of the same part of the gateway. */
  private static boolean isPart(ConfigurationPropertyName known, ConfigurationPropertyName name) {
    return known
            .getElement(1, ConfigurationPropertyName.Form.UNIFORM)
            .equals(name.getElement(1, ConfigurationPropertyName.Form.UNIFORM))
        && (known.getNumberOfElements() > 2 || known.equals(name) || known.isAncestorOf(name));
  }

  private static Map<ConfigurationPropertyName, String> types() {
    try (InputStream in = SettingsCheck.class.getResourceAsStream(METADATA)) {
      Map<ConfigurationPropertyName, String> types = new HashMap<>();
      for (JsonNode property : JsonMapper.builder().build().readTree(in).get("properties")) {
        types.put(
            ConfigurationPropertyName.of(property.get("name").asText()),
            property.path("type").asText());
      }
      return types;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
