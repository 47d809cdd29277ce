package dev.journeygateway.extension;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which libraries the gateway has, in which versions: a jar beside it that brings another version
 * of one would never be used, since ours comes first, or only in part.
 */
final class LibraryVersions {

  private static final Pattern NAMED = Pattern.compile("(.+?)-(\\d[^/\\\\]*)\\.jar");
  private static final Pattern DESCRIBED =
      Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");

  private final Map<String, String> ours = new HashMap<>();

  LibraryVersions(ClassLoader loader) {
    try {
      Enumeration<URL> manifests = loader.getResources("META-INF/MANIFEST.MF");
      for (URL manifest : Collections.list(manifests)) {
        String jar = manifest.toString().replaceFirst("!/META-INF/MANIFEST\\.MF$", "");
        Matcher named = NAMED.matcher(jar.substring(jar.lastIndexOf('/') + 1));
        if (named.matches()) {
          ours.putIfAbsent(named.group(1), named.group(2));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the gateway's own libraries cannot be listed", e);
    }
  }

  /** What is wrong with these jars. */
  List<ExtensionFault> faults(List<Path> jars) {
    List<ExtensionFault> faults = new ArrayList<>();
    for (Path jar : jars) {
      try {
        for (Map.Entry<String, String> brought : brought(jar).entrySet()) {
          String own = ours.get(brought.getKey());
          if (own != null && !own.equals(brought.getValue())) {
            faults.add(
                new ExtensionFault(
                    jar.toString(),
                    0,
                    "this jar brings %s %s, and the gateway has %s %s, which comes first; delete the jar, or take one made for that version"
                        .formatted(brought.getKey(), brought.getValue(), brought.getKey(), own)));
          }
        }
      } catch (IOException e) {
        faults.add(
            new ExtensionFault(
                jar.toString(),
                0,
                "this is no jar (%s); copy it again or take it away".formatted(e.getMessage())));
      }
    }
    return faults;
  }

  /** By its file's name, and by what Maven wrote into it. */
  private static Map<String, String> brought(Path path) throws IOException {
    Map<String, String> brought = new TreeMap<>();
    Matcher named = NAMED.matcher(path.getFileName().toString());
    try (JarFile jar = new JarFile(path.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (DESCRIBED.matcher(entry.getName()).matches()) {
          Properties described = new Properties();
          try (InputStream in = jar.getInputStream(entry)) {
            described.load(in);
          }
          if (described.getProperty("artifactId") != null
              && described.getProperty("version") != null) {
            brought.put(described.getProperty("artifactId"), described.getProperty("version"));
          }
        }
      }
    }
    if (named.matches()) {
      brought.put(named.group(1), named.group(2));
    }
    return brought;
  }
}
