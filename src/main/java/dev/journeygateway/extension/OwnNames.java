package dev.journeygateway.extension;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names that the bundle's own routes have, and no extension may take. */
final class OwnNames {

  /** What a door is called in the status where it is one of ours. */
  private static final List<String> DOORS = List.of("http", "folder", "sftp", "queue", "upload");

  /** Paths that are served beside the routes. */
  private static final List<String> PATHS =
      List.of("/actuator", "/ui", "/openapi.yaml", "/asyncapi.yaml");

  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, String> sources = new HashMap<>();

  OwnNames(List<RouteFile> ours) {
    for (RouteFile file : ours) {
      for (RouteFile.Route route : file.routes()) {
        ids.put(file.id(route), file.file());
        sources.put(source(route.from()), file.file());
      }
      file.configurations().forEach(one -> ids.put(one.name(), file.file()));
    }
    DOORS.forEach(door -> ids.put(door, "the bundle's door " + door));
  }

  /** Whose an id is; empty where it is free. */
  Optional<String> ownerOfId(String id) {
    return id.startsWith("sftp-start-")
        ? Optional.of("the bundle's door sftp")
        : Optional.ofNullable(ids.get(id));
  }

  /** Whose an endpoint that only one route can read from is; empty where it is free. */
  Optional<String> ownerOfSource(RouteFile.Call from) {
    String source = source(from);
    boolean served =
        source.startsWith("platform-http:")
            && PATHS.stream().anyMatch(source.substring("platform-http:".length())::startsWith);
    return served
        ? Optional.of("the bundle itself")
        : Optional.ofNullable(sources.get(source)).filter(owner -> exclusive(source));
  }

  private static boolean exclusive(String source) {
    return source.startsWith("direct:") || source.startsWith("platform-http:");
  }

  /** Without parameters, and whatever the names in a path's braces. */
  private static String source(RouteFile.Call from) {
    return from.uri().replaceFirst("\\?.*", "").replaceAll("\\{[^}]*}", "{}").replace("//", "/");
  }
}
