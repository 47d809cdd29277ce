package dev.journeygateway.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder of extensions, made for one test. */
public final class ExtensionFiles implements AutoCloseable {

  private final Path folder;

  public ExtensionFiles() {
    try {
      folder = Files.createTempDirectory("extensions-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file, below folders if need be. */
  public ExtensionFiles with(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a file as it stands. */
  public ExtensionFiles with(Path file) {
    try {
      return with(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a file away. */
  public ExtensionFiles without(String name) {
    try {
      Files.delete(folder.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** As a setting of a gateway. */
  public String setting() {
    return "gateway.extensions=" + folder;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
