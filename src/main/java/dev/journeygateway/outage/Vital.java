package dev.journeygateway.outage;

import java.util.Optional;

/**
 * A part without which the gateway serves nobody and which does not come back by itself. What is
 * merely away is none: a restart would not bring it back.
 */
@FunctionalInterface
public interface Vital {

  /** What has been lost, for people; empty while all is well. Answers at once. */
  Optional<String> lost();
}
