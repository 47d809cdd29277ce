package dev.journeygateway.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.env.PropertyResolver;

/** What the catalogue only refers to, as the environment of this process has it now. */
public final class References {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_.-]*}|file:.+");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
  private static final String FILE = "file:";

  private final PropertyResolver environment;

  public References(PropertyResolver environment) {
    this.environment = environment;
  }

  /** Whether a text refers to a secret and is none itself. */
  static boolean isReference(String text) {
    return REFERENCE.matcher(text).matches();
  }

  /**
   * The secret of a reference: {@code ${NAME}} or {@code file:/path}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public String secret(String reference) {
    if (!reference.startsWith(FILE)) {
      return resolved(reference);
    }
    try {
      return Files.readString(Path.of(reference.substring(FILE.length()))).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file of the secret cannot be read: " + reference.substring(FILE.length()));
    }
  }

  /**
   * A text with the values of its variables.
   *
   * @throws IllegalArgumentException when one is not set
   */
  public String resolved(String text) {
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
