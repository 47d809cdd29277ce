package dev.journeygateway;

import dev.journeygateway.disk.StartStopper;
import dev.journeygateway.journey.CatalogFile;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Says why the gateway does not start: the name, the reason and the way out, once, and without a
 * stack trace. What it does not know is left to Spring Boot.
 */
final class StartFailure implements FailureAnalyzer, Ordered {

  private static final String OURS = StartFailure.class.getPackageName();
  private static final String CORRECT = "Correct the setting; docs/settings.md lists all of them.";
  private static final Pattern PLACEHOLDER = Pattern.compile("placeholder '([^']+)'");
  private static final Pattern SECRET = Pattern.compile("(?i)password|passphrase|secret|token");

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public FailureAnalysis analyze(Throwable failure) {
    return first(failure, SettingsCheck.Refused.class, one -> told(one.getMessage(), CORRECT, one))
        .or(
            () ->
                first(
                    failure,
                    StartStopper.Stopped.class,
                    one -> told(one.getMessage(), one.wayOut(), one)))
        .or(() -> first(failure, CatalogFile.Invalid.class, StartFailure::catalogue))
        .or(() -> first(failure, UnboundConfigurationPropertiesException.class, this::unknown))
        .or(() -> first(failure, PlaceholderResolutionException.class, this::missing))
        .or(() -> inOurWords(failure))
        .or(() -> impossible(failure))
        .or(() -> first(failure, AccessDeniedException.class, StartFailure::denied))
        .or(() -> first(failure, BindException.class, one -> port(failure, one)))
        .or(() -> first(failure, SQLException.class, StartFailure::database))
        .orElse(null);
  }

  private static <T extends Throwable> Optional<FailureAnalysis> first(
      Throwable failure, Class<T> type, Function<T, FailureAnalysis> analysis) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(analysis.apply(type.cast(cause)));
      }
    }
    return Optional.empty();
  }

  private static FailureAnalysis told(String reason, String wayOut, Throwable cause) {
    return new FailureAnalysis(reason, wayOut, cause);
  }

  private static FailureAnalysis catalogue(CatalogFile.Invalid invalid) {
    return told(
        "The catalogue cannot be used: " + invalid.getMessage(),
        "Correct the file that gateway.catalog names; docs/settings.md describes it.",
        invalid);
  }

  private FailureAnalysis unknown(UnboundConfigurationPropertiesException unbound) {
    return told(
        unbound.getUnboundProperties().stream()
                .map(ConfigurationProperty::getName)
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(", "))
            + ": no setting of the gateway",
        CORRECT,
        unbound);
  }

  private FailureAnalysis missing(PlaceholderResolutionException unresolved) {
    Matcher name = PLACEHOLDER.matcher(String.valueOf(unresolved.getMessage()));
    return told(
        (name.find() ? name.group(1) : "A value") + " is needed and not set",
        "Give it as an environment variable, or the setting that asks for it under its own name.",
        unresolved);
  }

  /** What a class of ours threw on purpose has the name and the reason. */
  private static Optional<FailureAnalysis> inOurWords(Throwable failure) {
    Throwable ours = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean onPurpose =
          cause instanceof IllegalArgumentException
              || cause instanceof IllegalStateException
              || cause instanceof java.io.UncheckedIOException;
      if (onPurpose
          && cause.getMessage() != null
          && cause.getStackTrace().length > 0
          && cause.getStackTrace()[0].getClassName().startsWith(OURS)) {
        ours = cause;
      }
    }
    if (ours == null) {
      return Optional.empty();
    }
    Throwable beneath = ours.getCause();
    String reason =
        beneath instanceof AccessDeniedException
            ? ours.getMessage() + ": permission denied for " + beneath.getMessage()
            : ours.getMessage();
    return Optional.of(told(reason, CORRECT, ours));
  }

  /** A value of another kind than its setting's. */
  private static Optional<FailureAnalysis> impossible(Throwable failure) {
    return first(
            failure,
            org.springframework.boot.context.properties.bind.BindException.class,
            bind -> {
              String name = bind.getName().toString();
              Object value = bind.getProperty() == null ? null : bind.getProperty().getValue();
              String given =
                  value == null || SECRET.matcher(name).find() ? name : name + "=" + value;
              return told(given + " cannot be used: " + reason(bind), CORRECT, bind);
            })
        .or(
            () ->
                first(
                    failure,
                    ConfigurationPropertiesBindException.class,
                    bind -> told("A setting cannot be used: " + reason(bind), CORRECT, bind)));
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String words = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return words
        .replaceAll("(?:dev|java|org)\\.[A-Za-z0-9.$_]*\\.([A-Z][A-Za-z]*)\\.?", "$1 ")
        .strip();
  }

  private static FailureAnalysis denied(AccessDeniedException denied) {
    return told(
        "Permission denied for " + denied.getFile(),
        "Let the gateway's account read and write its data folder and its inbox (gateway.data-dir,"
            + " gateway.inbox).",
        denied);
  }

  private static FailureAnalysis port(Throwable failure, BindException taken) {
    StringBuilder place = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher named = Pattern.compile("[a-z]+://[^ ?]*:[0-9]+").matcher(cause.getMessage() + "");
      if (named.find()) {
        place.append(" for ").append(named.group());
        break;
      }
    }
    return told(
        "A port cannot be listened on" + place + ": " + taken.getMessage(),
        "Stop what uses the port, or choose another: server.port,"
            + " gateway.broker.connectors.*.port.",
        taken);
  }

  private static FailureAnalysis database(SQLException away) {
    return told(
        "The database cannot be used: " + reason(away),
        "Start the database, or correct spring.datasource.url, .username and .password. A gateway"
            + " does not start without it.",
        away);
  }
}
