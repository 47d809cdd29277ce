package dev.journeygateway.journey;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the catalogue file at start and again when it changes, and notices when another replica
 * loaded one. A wrong file stops the start; at run time it is refused and logged, and what was
 * loaded stays.
 */
final class CatalogWatch {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogWatch.class);
  private static final String CARRIED = "/config/journeys.yaml";
  private static final String DEMO_TOKEN =
      "8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918";

  private record Seen(FileTime modified, long size) {}

  private final Path file;
  private final CatalogLoader loader;
  private final Runnable onChange;
  private Seen seen;
  private String version;

  /**
   * @param file where the catalogue is expected; when there is none at start, the one carried
   *     inside is used
   * @param onChange called after a catalogue was loaded, here or by another replica; called again
   *     when it fails
   */
  public CatalogWatch(Path file, CatalogLoader loader, Runnable onChange) {
    this.file = file;
    this.loader = loader;
    this.onChange = onChange;
  }

  /**
   * Loads the file for the first time.
   *
   * @throws CatalogFile.Invalid naming the file, the line and the reason
   */
  public synchronized void start() {
    try {
      seen = look();
      byte[] text = seen == null ? carried() : Files.readAllBytes(file);
      loader.load(text);
      version = loader.change();
      onChange.run();
      if (new String(text, java.nio.charset.StandardCharsets.UTF_8).contains(DEMO_TOKEN)) {
        LOG.warn(
            "The demonstration token is in use: replace it in {} before anybody outside can reach"
                + " this port",
            file);
      }
    } catch (CatalogFile.Invalid e) {
      throw new CatalogFile.Invalid(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("the catalogue " + file + " cannot be read", e);
    }
  }

  /**
   * Loads the file again when its size or time changed since it was last looked at, and looks
   * whether what is loaded changed.
   *
   * @throws org.springframework.dao.DataAccessException while the database is away
   */
  public synchronized void reloadWhenChanged() {
    loadChangedFile();
    String now = loader.change();
    if (!now.equals(version)) {
      onChange.run();
      version = now;
    }
  }

  private void loadChangedFile() {
    try {
      Seen now = look();
      if (now == null || now.equals(seen)) {
        return;
      }
      byte[] text = Files.readAllBytes(file);
      if (loader.load(text)) {
        LOG.info("The catalogue {} was read again", file);
      }
      seen = now;
    } catch (CatalogFile.Invalid e) {
      seen = lookQuietly();
      LOG.error(
          "The changed catalogue {} is refused, the one before stays: {}", file, e.getMessage());
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The changed catalogue {} could not be loaded and is tried again: {}",
          file,
          e.getMessage());
    }
  }

  private Seen look() throws IOException {
    return Files.exists(file) ? new Seen(Files.getLastModifiedTime(file), Files.size(file)) : null;
  }

  private Seen lookQuietly() {
    try {
      return look();
    } catch (IOException e) {
      return null;
    }
  }

  private byte[] carried() throws IOException {
    LOG.info("There is no {}, the catalogue carried inside is used", file);
    try (InputStream in = CatalogWatch.class.getResourceAsStream(CARRIED)) {
      if (in == null) {
        throw new IOException("and none is carried inside");
      }
      return in.readAllBytes();
    }
  }
}
