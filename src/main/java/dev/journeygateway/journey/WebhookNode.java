package dev.journeygateway.journey;

import static dev.journeygateway.journey.CatalogFile.require;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A receiver that an application is told by.
 *
 * @param secret a reference; or {@code secrets}, the new one first, while one takes the place of
 *     the other
 */
public record WebhookNode(
    String name, String url, String secret, List<String> secrets, List<WebhookEvent> events) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  public WebhookNode {
    require(
        "name",
        name != null && NAME.matcher(name).matches(),
        "a webhook needs a name of at most 40 small letters, digits and hyphens, not " + name);
    require("url", url != null, "webhook " + name + " needs a url");
    if (!url.contains("${")) {
      try {
        requireUrl(name, url);
      } catch (IllegalArgumentException e) {
        throw new CatalogFile.Fault("url", e.getMessage());
      }
    }
    require(
        "secrets",
        secret == null || secrets == null,
        "webhook " + name + " has a secret or secrets, not both");
    secrets = secret != null ? List.of(secret) : secrets;
    require("secret", secrets != null, "webhook " + name + " needs a secret");
    require(
        "secrets",
        secrets.size() == 1 || secrets.size() == 2,
        "webhook " + name + " has one secret, or two while one takes the place of the other");
    for (String one : secrets) {
      require(
          secret != null ? "secret" : "secrets",
          one != null && References.isReference(one),
          "a secret of webhook "
              + name
              + " must be a reference, ${NAME} for an environment variable or file:/path, not the"
              + " secret itself");
    }
    require(
        "events",
        events != null && !events.isEmpty() && !events.contains(null),
        "webhook " + name + " needs events");
    require(
        "events",
        new HashSet<>(events).size() == events.size(),
        "an event of webhook " + name + " is there twice");
    secrets = List.copyOf(secrets);
    events = List.copyOf(events);
  }

  /**
   * Requires an address that messages can be sent to; whether it may be reached is asked with each
   * attempt.
   *
   * @throws IllegalArgumentException naming the webhook
   */
  public static URI requireUrl(String name, String url) {
    String otherwise =
        "the url of webhook " + name + " looks like https://team.example.com/hooks, not " + url;
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(otherwise);
    }
    if (uri.getHost() == null
        || uri.getUserInfo() != null
        || uri.getFragment() != null
        || !"https".equals(uri.getScheme()) && !"http".equals(uri.getScheme())) {
      throw new IllegalArgumentException(otherwise);
    }
    return uri;
  }
}
