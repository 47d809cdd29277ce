package dev.journeygateway.extension;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a file of routes says, as far as it matters before Camel reads it.
 *
 * @param file its name, as messages show it
 * @param configurations ids of its route configurations
 * @param beans names of its beans
 */
record RouteFile(String file, List<Route> routes, List<Named> configurations, List<Named> beans) {

  /** A name and the line it is in. */
  record Named(String name, int line) {}

  /** An endpoint that a route sends to or reads from. */
  record Call(String uri, int line) {

    /** {@code kafka} of {@code kafka:orders}; empty where it is only known at run time. */
    Optional<String> scheme() {
      int colon = uri.indexOf(':');
      String scheme = colon < 0 ? uri : uri.substring(0, colon);
      return scheme.matches("[A-Za-z][A-Za-z0-9+.-]*") ? Optional.of(scheme) : Optional.empty();
    }
  }

  /**
   * One route.
   *
   * @param id empty where the file gives none
   * @param line where it begins
   */
  record Route(Optional<String> id, int line, Call from, List<Call> calls) {

    private static final Set<String> INNER = Set.of("direct", "seda");

    /** Whether only other routes can send to it. */
    boolean isInner() {
      return from.scheme().filter(INNER::contains).isPresent();
    }

    boolean isDestination() {
      return from.uri().startsWith("direct:deliver-to-");
    }

    boolean isDoor() {
      return !isInner();
    }
  }

  /** The id of a route, which is the file's name where it gives none. */
  String id(Route route) {
    return route.id().orElseGet(this::baseName);
  }

  String baseName() {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return name.replaceFirst("\\.camel\\.yaml$", "");
  }
}
