package dev.journeygateway.extension;

import dev.journeygateway.extension.RouteFile.Call;
import dev.journeygateway.extension.RouteFile.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;

/**
 * Checks extensions before anything of them runs: each file is read, its names are its own, its
 * components are there, and its doors end at a seam.
 */
public final class ExtensionCheck {

  private static final String REQUESTS = "direct:submit-start-request";
  private static final String LISTS = "direct:submit-start-list";

  private final ExtensionFolder folder;
  private final ClassLoader loader;
  private final OwnNames ours;
  private final List<ExtensionFault> faults = new ArrayList<>();
  private final Map<Path, RouteFile> files = new HashMap<>();
  private final Map<String, String> ids = new HashMap<>();

  private ExtensionCheck(ExtensionFolder folder, ClassLoader loader, OwnNames ours) {
    this.folder = folder;
    this.loader = loader;
    this.ours = ours;
  }

  /**
   * Checks all of a folder.
   *
   * @param loader knows the gateway's classes
   * @throws ExtensionRefusedException with a line for each fault
   */
  public static CheckedExtensions check(
      ExtensionFolder folder, BundleRoutes bundle, ClassLoader loader) {
    if (Files.exists(folder.folder()) && !Files.isDirectory(folder.folder())) {
      throw new ExtensionRefusedException(
          List.of(
              new ExtensionFault(
                  folder.folder().toString(),
                  0,
                  "this is no folder; gateway.extensions must name one")));
    }
    List<Path> paths = folder.files();
    List<Path> jars = folder.jars();
    if (paths.isEmpty() && jars.isEmpty() && folder.misnamed().isEmpty()) {
      return new CheckedExtensions(List.of(), loader);
    }
    var check =
        new ExtensionCheck(folder, folder.classLoader(loader), new OwnNames(bundle.outlines()));
    check.faults.addAll(new LibraryVersions(loader).faults(jars));
    for (Path misnamed : folder.misnamed()) {
      check.faults.add(
          new ExtensionFault(
              misnamed.toString(),
              0,
              "this file is not read; name it %s.camel.yaml, or take it away"
                  .formatted(misnamed.getFileName().toString().replaceFirst("(?i)\\.ya?ml$", ""))));
    }
    paths.forEach(check::read);
    check.judge(paths);
    if (check.faults.isEmpty()) {
      // Only what is sound so far: its faults come with no line of ours.
      check.faults.addAll(ModelCheck.faults(paths, check.loader));
    }
    if (!check.faults.isEmpty()) {
      throw new ExtensionRefusedException(check.faults);
    }
    return new CheckedExtensions(
        paths.stream()
            .map(path -> new CheckedExtensions.Checked(path, check.files.get(path)))
            .toList(),
        check.loader);
  }

  private void read(Path path) {
    try {
      String text = Files.readString(path, StandardCharsets.UTF_8);
      files.put(path, RouteFileReader.read(path.toString(), text, faults));
    } catch (IOException e) {
      faults.add(
          new ExtensionFault(
              path.toString(), 0, "this file cannot be read as UTF-8 text (%s)".formatted(e)));
    }
  }

  private void judge(List<Path> paths) {
    Set<String> names = new HashSet<>();
    files.values().forEach(file -> file.beans().forEach(bean -> names.add(bean.name())));
    for (Path path : paths) {
      RouteFile file = files.get(path);
      if (file != null) {
        judge(file, names);
      }
    }
  }

  private void judge(RouteFile file, Set<String> beans) {
    if (file.routes().stream().filter(route -> route.id().isEmpty()).count() > 1) {
      fault(file, file.routes().get(1).line(), "give each route of the file an id of its own");
    }
    for (RouteFile.Named configuration : file.configurations()) {
      own(file, configuration.name(), configuration.line());
    }
    for (Route route : file.routes()) {
      own(file, file.id(route), route.line());
      ours.ownerOfSource(route.from())
          .ifPresent(
              owner ->
                  fault(
                      file,
                      route.from().line(),
                      "%s is read by %s already; choose another"
                          .formatted(route.from().uri(), owner)));
      component(file, route.from(), beans);
      route.calls().forEach(call -> component(file, call, beans));
      if (route.isDoor() && !reachesSeam(route, new HashSet<>())) {
        fault(
            file,
            route.line(),
            "the route %s begins like a door and hands its requests to no seam; let it send to %s or %s"
                .formatted(file.id(route), REQUESTS, LISTS));
      }
    }
  }

  private void own(RouteFile file, String id, int line) {
    if (id.isBlank() || id.length() > 255) {
      fault(file, line, "an id has 1 to 255 characters");
      return;
    }
    Optional<String> owner =
        ours.ownerOfId(id).or(() -> Optional.ofNullable(ids.putIfAbsent(id, file.file())));
    owner.ifPresent(
        theirs ->
            fault(file, line, "the id %s is taken by %s; choose another".formatted(id, theirs)));
  }

  private void component(RouteFile file, Call call, Set<String> beans) {
    Optional<String> scheme = call.scheme();
    if (scheme.isEmpty() || call.uri().startsWith("{{") || beans.contains(scheme.get())) {
      return;
    }
    String name = scheme.get();
    if (loader.getResource("META-INF/services/org/apache/camel/component/" + name) == null) {
      fault(
          file,
          call.line(),
          "there is no component \"%s\"; correct the name, or put its jar (as a rule camel-%s-%s.jar) and the jars it needs into %s"
              .formatted(name, name, camelVersion(), folder.folder().resolve("lib")));
    }
  }

  private static String camelVersion() {
    String version = CamelContext.class.getPackage().getImplementationVersion();
    return version == null ? "4" : version;
  }

  /** By itself or through inner routes of the extensions. */
  private boolean reachesSeam(Route route, Set<String> seen) {
    for (Call call : route.calls()) {
      String uri = call.uri().replaceFirst("\\?.*", "");
      if (uri.equals(REQUESTS) || uri.equals(LISTS)) {
        return true;
      }
      if (seen.add(uri)) {
        for (RouteFile file : files.values()) {
          for (Route inner : file.routes()) {
            boolean read = inner.from().uri().replaceFirst("\\?.*", "").equals(uri);
            if (read && inner.isInner() && reachesSeam(inner, seen)) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  private void fault(RouteFile file, int line, String sentence) {
    faults.add(new ExtensionFault(file.file(), line, sentence));
  }
}
