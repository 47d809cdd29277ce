package dev.journeygateway.filter;

import java.util.Optional;

/** The tag catalogue, as far as filters ask it. */
@FunctionalInterface
public interface Tags {

  /** The tag of that exact name in the application, if there is one. */
  Optional<Tag> find(String applicationCode, String name);
}
