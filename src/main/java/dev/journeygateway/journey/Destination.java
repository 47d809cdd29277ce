package dev.journeygateway.journey;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * Where accepted people go instead of the table {@code entry}: a service that is called.
 *
 * @param type {@code journey-api}, or a type of a team's own, served by the route {@code
 *     deliver-to-<type>}
 * @param settings all of the catalogue's settings by their names, as texts; secrets only by
 *     reference
 */
public record Destination(String name, String type, Map<String, String> settings) {

  /** The gateway's own table, which needs no destination. */
  public static final String ENTRIES = "entries";

  /** The type that is built in. */
  public static final String JOURNEY_API = "journey-api";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Pattern DURATION = Pattern.compile("\\d+(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("\\d+(B|KB|MB)");
  private static final Set<String> COMMON =
      Set.of(
          "url",
          "token",
          "allow-http",
          "period",
          "ids-per-call",
          "max-body",
          "timeout",
          "when-unknown",
          "retry-held",
          "max-calls");

  /** What becomes of a call whose answer never came. */
  public enum WhenUnknown {
    PARK,
    RETRY
  }

  /** Checks everything that can be checked without the environment. */
  public Destination {
    require(
        name != null && NAME.matcher(name).matches() && !name.equals(ENTRIES),
        "a destination needs a name of small letters, digits and hyphens, not " + name);
    require(
        type != null && NAME.matcher(type).matches(),
        "destination " + name + " needs a type: journey-api, or one of your own");
    settings = Map.copyOf(settings);
    for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
      boolean secret = setting.getKey().equals("token");
      require(
          !secret || References.isReference(setting.getValue()),
          "the token of destination "
              + name
              + " must be a reference, ${NAME} for an environment variable or file:/path, not the"
              + " token itself");
      require(
          !type.equals(JOURNEY_API) || COMMON.contains(setting.getKey()),
          "unknown field: " + setting.getKey());
    }
    if (type.equals(JOURNEY_API)) {
      require(settings.containsKey("url"), "destination " + name + " needs a url");
      require(settings.containsKey("token"), "destination " + name + " needs a token");
    }
    if (settings.containsKey("url") && !settings.get("url").contains("${")) {
      requireUrl(name, settings.get("url"), "true".equals(settings.get("allow-http")));
    }
    requireSettings(name, type, settings);
  }

  private static void requireSettings(String name, String type, Map<String, String> settings) {
    Map.of("period", "0s", "timeout", "1ms", "retry-held", "1ms")
        .forEach((setting, least) -> duration(name, settings, setting, least));
    number(name, settings, "ids-per-call", 1000, 100_000);
    number(name, settings, "max-calls", 10_000, 10_000_000);
    require(
        bytes(name, settings) >= 16 * 1024 && bytes(name, settings) <= 64L << 20,
        "max-body of destination " + name + " must be 16KB to 64MB");
    String unknown = settings.getOrDefault("when-unknown", "park");
    require(
        List.of("park", "retry").contains(unknown),
        "when-unknown of destination " + name + " must be park or retry, not " + unknown);
    String http = settings.getOrDefault("allow-http", "false");
    require(
        List.of("true", "false").contains(http),
        "allow-http of destination " + name + " must be true or false, not " + http);
  }

  /** Time between two calls for one entry point, counted from the answer of the first. */
  public Duration period() {
    return settings.containsKey("period") || !type.equals(JOURNEY_API)
        ? duration(name, settings, "period", "0s")
        : Duration.ofSeconds(60);
  }

  /** Whether it has a pace of its own, which then is the limit of its entry points. */
  public boolean paced() {
    return !period().isZero();
  }

  public int idsPerCall() {
    return number(name, settings, "ids-per-call", 1000, 100_000);
  }

  /** Bytes of a call's body. */
  public long maxBody() {
    return bytes(name, settings);
  }

  /** How long an answer is waited for. */
  public Duration timeout() {
    return settings.containsKey("timeout")
        ? duration(name, settings, "timeout", "1ms")
        : Duration.ofSeconds(15);
  }

  public WhenUnknown whenUnknown() {
    return WhenUnknown.valueOf(
        settings.getOrDefault("when-unknown", "park").toUpperCase(Locale.ROOT));
  }

  /** After which time a call is tried again whose journey the destination does not run. */
  public Duration retryHeld() {
    return settings.containsKey("retry-held")
        ? duration(name, settings, "retry-held", "1ms")
        : Duration.ofMinutes(5);
  }

  /** The most calls that one request may need. */
  public int maxCalls() {
    return number(name, settings, "max-calls", 10_000, 10_000_000);
  }

  public boolean allowHttp() {
    return "true".equals(settings.get("allow-http"));
  }

  public Optional<String> setting(String setting) {
    return Optional.ofNullable(settings.get(setting));
  }

  /**
   * Requires an address that a token may be sent to.
   *
   * @throws IllegalArgumentException naming the destination
   */
  public static void requireUrl(String name, String url, boolean allowHttp) {
    // The text is not repeated: it may hold a password.
    String otherwise =
        "the url of destination "
            + name
            + " must be an address such as https://journey.example.com, without user and query";
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(otherwise);
    }
    String host = uri.getHost();
    require(host != null && uri.getUserInfo() == null && uri.getQuery() == null, otherwise);
    boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    require(
        "https".equals(uri.getScheme())
            || "http".equals(uri.getScheme()) && (loopback || allowHttp),
        "the url of destination "
            + name
            + " must be https; a token goes over http only to a loopback address, or with"
            + " allow-http: true");
  }

  private static Duration duration(
      String name, Map<String, String> settings, String setting, String otherwise) {
    String text = settings.getOrDefault(setting, otherwise);
    require(
        DURATION.matcher(text).matches(),
        setting + " of destination " + name + " is a duration such as 60s, not " + text);
    Duration duration = DurationStyle.SIMPLE.parse(text);
    require(
        duration.compareTo(Duration.ofDays(1)) <= 0
            && (setting.equals("period") || duration.toMillis() >= 1),
        setting + " of destination " + name + " must be at most 1d, and more than 0, not " + text);
    return duration;
  }

  private static int number(
      String name, Map<String, String> settings, String setting, int otherwise, int most) {
    String text = settings.getOrDefault(setting, Integer.toString(otherwise));
    boolean usable = text.matches("[1-9]\\d{0,8}") && Integer.parseInt(text) <= most;
    require(
        usable,
        "%s of destination %s must be 1 to %d, not %s".formatted(setting, name, most, text));
    return Integer.parseInt(text);
  }

  private static long bytes(String name, Map<String, String> settings) {
    String text = settings.getOrDefault("max-body", "2MB");
    require(
        SIZE.matcher(text).matches(),
        "max-body of destination " + name + " is a size such as 2MB, not " + text);
    return DataSize.parse(text).toBytes();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
