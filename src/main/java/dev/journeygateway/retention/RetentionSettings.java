package dev.journeygateway.retention;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long what is over is kept; counted from the end of a request.
 *
 * @param requests their rows with their counts, and the audit; 1h or longer, or forever
 * @param people entries and outcomes: at most as long as requests, and as long where nothing is
 *     said
 * @param files what the folder door filed away under archive, failed and results
 */
@ConfigurationProperties(prefix = "gateway.retention", ignoreUnknownFields = false)
record RetentionSettings(
    @DefaultValue("forever") Keep requests,
    @DefaultValue("forever") Keep people,
    @DefaultValue("forever") Keep files) {

  public RetentionSettings {
    if (people.time().isEmpty()) {
      people = requests;
    }
    if (people.longerThan(requests)) {
      throw new IllegalArgumentException(
          "gateway.retention.people must not be longer than gateway.retention.requests: "
              + people.time().orElseThrow().toHours()
              + "h and "
              + requests.time().orElseThrow().toHours()
              + "h");
    }
  }
}
