package dev.journeygateway.extension;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The bundle's own routes: those carried inside, each replaced by the file of the same name in the
 * folder {@code routes} beside, where there is one.
 */
public final class BundleRoutes {

  private static final String ENDING = ".camel.yaml";

  /** Where each is, by its name below routes/. */
  private final Map<String, String> locations = new TreeMap<>();

  private final Map<String, Resource> texts = new TreeMap<>();
  private final List<String> replaced = new ArrayList<>();
  private final List<String> added = new ArrayList<>();

  private BundleRoutes() {}

  /**
   * What there is now.
   *
   * @param folder replaces what is carried inside; need not be there
   */
  public static BundleRoutes beside(Path folder) {
    BundleRoutes routes = new BundleRoutes();
    try {
      Resource[] carried =
          new PathMatchingResourcePatternResolver(BundleRoutes.class.getClassLoader())
              .getResources("classpath*:/routes/**/*" + ENDING);
      // One by one: Camel's own search in a nested jar loses the folders below the first (seen on
      // 4.18.0).
      for (Resource one : carried) {
        String url = one.getURL().toString();
        String name = url.substring(url.lastIndexOf("/routes/") + "/routes/".length());
        routes.locations.putIfAbsent(name, "classpath:routes/" + name);
        routes.texts.putIfAbsent(name, one);
      }
      if (Files.isDirectory(folder)) {
        routes.replace(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the routes cannot be listed", e);
    }
    return routes;
  }

  private void replace(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(ENDING)).sorted().toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        Resource mine = texts.get(name);
        if (mine == null) {
          added.add(folder + "/" + name);
        } else if (!Arrays.equals(Files.readAllBytes(file), bytes(mine))) {
          replaced.add(folder + "/" + name);
        }
        locations.put(name, "file:" + file);
        texts.put(name, new FileSystemResource(file));
      }
    }
  }

  private static byte[] bytes(Resource resource) throws IOException {
    try (InputStream in = resource.getInputStream()) {
      return in.readAllBytes();
    }
  }

  /** As {@code camel.main.routes-include-pattern} takes it. */
  public String pattern() {
    return String.join(",", locations.values());
  }

  /** Files that take the place of ours and differ. */
  public List<String> replaced() {
    return List.copyOf(replaced);
  }

  /** Files in the folder that take no place of ours. */
  public List<String> added() {
    return List.copyOf(added);
  }

  /** The outline of each; what is wrong with one is Camel's to say. */
  List<RouteFile> outlines() {
    return texts.entrySet().stream().map(BundleRoutes::outline).collect(Collectors.toList());
  }

  private static RouteFile outline(Map.Entry<String, Resource> one) {
    try {
      String text = new String(bytes(one.getValue()), StandardCharsets.UTF_8);
      return RouteFileReader.read("routes/" + one.getKey(), text, new ArrayList<>());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
