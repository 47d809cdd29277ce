package dev.journeygateway.delivery;

import dev.journeygateway.journey.Destination;
import dev.journeygateway.text.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.PropertyResolver;

/** Where a destination is and what lets us in, as the environment of this process has it now. */
final class DestinationAccess {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
  private static final String FILE = "file:";

  private final PropertyResolver environment;

  DestinationAccess(PropertyResolver environment) {
    this.environment = environment;
  }

  /**
   * Both of them.
   *
   * @param problem why no call can be made; empty where one can
   */
  record Access(Optional<String> url, Optional<String> token, Optional<String> problem) {

    /** Tells another address or token apart, and nothing else of them. */
    String fingerprint() {
      return Sha256.hex(url.orElse("") + " " + token.orElse("") + " " + problem.orElse(""));
    }
  }

  Access of(Destination destination) {
    try {
      Optional<String> url = destination.setting("url").map(this::resolved);
      url.ifPresent(
          address -> Destination.requireUrl(destination.name(), address, destination.allowHttp()));
      return new Access(url, destination.setting("token").map(this::secret), Optional.empty());
    } catch (IllegalArgumentException e) {
      return new Access(Optional.empty(), Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  private String secret(String reference) {
    if (!reference.startsWith(FILE)) {
      return resolved(reference);
    }
    try {
      return Files.readString(Path.of(reference.substring(FILE.length()))).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file of the token cannot be read: " + reference.substring(FILE.length()));
    }
  }

  private String resolved(String text) {
    Matcher variable = VARIABLE.matcher(text);
    return variable.replaceAll(
        found -> {
          String value = environment.getProperty(found.group(1));
          if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                "the environment variable " + found.group(1) + " is not set");
          }
          return Matcher.quoteReplacement(value.strip());
        });
  }
}
