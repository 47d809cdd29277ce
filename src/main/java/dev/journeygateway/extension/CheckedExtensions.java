package dev.journeygateway.extension;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Extensions that passed their check.
 *
 * @param loader knows the gateway's classes and the jars of the extensions
 */
public record CheckedExtensions(List<Checked> files, ClassLoader loader) {

  /** A file with routes and its outline. */
  record Checked(Path path, RouteFile outline) {}

  /** The ids of all doors. */
  Set<String> doors() {
    return files.stream()
        .flatMap(
            file ->
                file.outline().routes().stream()
                    .filter(RouteFile.Route::isDoor)
                    .map(route -> file.outline().id(route)))
        .collect(Collectors.toSet());
  }

  /** A line for each file: its name, and what its routes are. */
  public List<String> lines() {
    return files.stream().map(CheckedExtensions::line).toList();
  }

  private static String line(Checked file) {
    return file.path()
        + ": "
        + file.outline().routes().stream()
            .map(route -> kind(route) + " " + name(file.outline(), route))
            .collect(Collectors.joining(", "));
  }

  private static String kind(RouteFile.Route route) {
    return route.isDestination() ? "destination" : route.isDoor() ? "door" : "route";
  }

  private static String name(RouteFile file, RouteFile.Route route) {
    return route.isDestination()
        ? route.from().uri().substring("direct:deliver-to-".length())
        : file.id(route);
  }
}
