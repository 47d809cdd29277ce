package dev.journeygateway.delivery;

import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.References;
import dev.journeygateway.text.Sha256;
import java.util.Optional;
import org.springframework.core.env.PropertyResolver;

/** Where a destination is and what lets us in, as the environment of this process has it now. */
final class DestinationAccess {

  private final References references;

  DestinationAccess(PropertyResolver environment) {
    this.references = new References(environment);
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
      Optional<String> url = destination.setting("url").map(references::resolved);
      url.ifPresent(
          address -> Destination.requireUrl(destination.name(), address, destination.allowHttp()));
      return new Access(
          url, destination.setting("token").map(references::secret), Optional.empty());
    } catch (IllegalArgumentException e) {
      return new Access(Optional.empty(), Optional.empty(), Optional.of(e.getMessage()));
    }
  }
}
