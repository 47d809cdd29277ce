package dev.journeygateway.extension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folder with routes and jars of a team's own: {@code *.camel.yaml}, and {@code lib/*.jar}. */
public record ExtensionFolder(Path folder) {

  private static final String LIB = "lib";

  /** The files with routes, in the order of their names. */
  List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".camel.yaml") && Files.isRegularFile(file))
          .filter(file -> !file.startsWith(folder.resolve(LIB)) && !isHidden(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  /**
   * Files that look like routes and are not called so, which nobody would miss until much later.
   */
  List<Path> misnamed() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().matches("(?i).*\\.ya?ml") && Files.isRegularFile(file))
          .filter(file -> !file.toString().endsWith(".camel.yaml") && !isHidden(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  /**
   * A volume of Kubernetes keeps its files a second time, in folders whose names begin with dots.
   */
  private boolean isHidden(Path file) {
    for (Path part : folder.relativize(file)) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  List<Path> jars() {
    Path lib = folder.resolve(LIB);
    if (!Files.isDirectory(lib)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(lib)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(lib + " cannot be read", e);
    }
  }

  /**
   * A class loader that knows the jars too. What the gateway has itself comes first, so that no jar
   * changes how the gateway works.
   */
  public ClassLoader classLoader(ClassLoader ours) {
    List<Path> jars = jars();
    if (jars.isEmpty()) {
      return ours;
    }
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      try {
        urls.add(jar.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalStateException(jar + " has no URL", e);
      }
    }
    return new URLClassLoader("extensions", urls.toArray(URL[]::new), ours);
  }
}
