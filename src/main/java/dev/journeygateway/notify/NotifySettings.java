package dev.journeygateway.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The gateway as others see it.
 *
 * @param publicUrl where the gateway is reached from outside, for links in webhooks
 */
@ConfigurationProperties(prefix = "gateway")
record NotifySettings(String publicUrl) {

  NotifySettings {
    if (publicUrl != null && !usable(publicUrl)) {
      throw new IllegalArgumentException(
          "gateway.public-url looks like https://gateway.example.com, not " + publicUrl);
    }
  }

  private static boolean usable(String url) {
    try {
      URI uri = new URI(url);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Where the status of a request is; empty where nobody said how the gateway is reached. */
  Optional<String> link(UUID request) {
    return Optional.ofNullable(publicUrl)
        .map(url -> url.replaceAll("/+$", "") + "/api/start-requests/" + request);
  }
}
