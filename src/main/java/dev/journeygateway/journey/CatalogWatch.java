package dev.journeygateway.journey;

import dev.journeygateway.outage.Outage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the catalogue file at start and again when it changes, and notices when another replica
 * loaded one. A wrong file stops the start; at run time it is refused, which is logged once, and
 * what was loaded stays.
 *
 * <p>While the gateway runs a file is read when it has been the same for some looks, for it may be
 * half written, and one that takes nearly everything away is taken for half a file until somebody
 * says that it is meant.
 */
public final class CatalogWatch {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogWatch.class);
  private static final String CARRIED = "/config/journeys.yaml";

  /** Every replica knows within five seconds, of which one is for noticing the change. */
  private static final Duration SAME_FOR = Duration.ofMillis(2800);

  /** A file that is replaced by another of the same size and time is another file. */
  private record Seen(FileTime modified, long size, Object key) {}

  private final Path file;
  private final CatalogLoader loader;
  private final Runnable onChange;
  private final LongSupplier nanoTime;
  private Seen decided;
  private Seen changed;
  private long changedSince;
  private String version;
  private String told = "";

  /**
   * @param file where the catalogue is expected; when there is none at start, the one carried
   *     inside is used
   * @param onChange called after a catalogue was loaded, here or by another replica; called again
   *     when it fails
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  CatalogWatch(Path file, CatalogLoader loader, Runnable onChange, LongSupplier nanoTime) {
    this.file = file;
    this.loader = loader;
    this.onChange = onChange;
    this.nanoTime = nanoTime;
  }

  /**
   * Loads the file for the first time, as it is.
   *
   * @throws CatalogFile.Invalid naming the file, the line and the reason
   */
  public synchronized void start() {
    try {
      Optional<Seen> found = look();
      byte[] text = found.isPresent() ? Files.readAllBytes(file) : carried();
      decided = found.orElse(null);
      loader
          .load(text, true)
          .flatMap(CatalogChanges::objection)
          .ifPresent(objection -> LOG.warn("The catalogue {} {}; it is taken", file, objection));
      version = loader.change();
      onChange.run();
      if (new String(text, StandardCharsets.UTF_8).contains(CatalogChanges.DEMO_TOKEN)) {
        LOG.warn(
            "The demonstration token is in use: replace it in {} before anybody outside can reach"
                + " this port",
            file);
      }
    } catch (CatalogFile.Invalid e) {
      throw new CatalogFile.Invalid(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new CatalogFile.Invalid(file + ": it cannot be read: " + reason(e));
    }
  }

  /**
   * Loads the file again when it has changed and is whole, and looks whether what is loaded
   * changed.
   *
   * @throws org.springframework.dao.DataAccessException while the database is away
   */
  public synchronized void reloadWhenChanged() {
    loadChangedFile();
    noticeOthers();
  }

  private void noticeOthers() {
    String now = loader.change();
    if (!now.equals(version)) {
      onChange.run();
      version = now;
    }
  }

  /**
   * Loads the file now.
   *
   * @param force whether it is taken although it takes nearly everything away
   * @return what it changed; empty where it was loaded before
   * @throws CatalogFile.Invalid when there is none, or it cannot be used
   * @throws CatalogChanges.NeedsForce when it is not taken without force
   */
  public synchronized Optional<CatalogChanges> load(boolean force) {
    try {
      Optional<Seen> found = look();
      if (found.isEmpty()) {
        throw new CatalogFile.Invalid(file + ": there is no such file");
      }
      Optional<CatalogChanges> changes = loader.load(Files.readAllBytes(file), force);
      decided = found.get();
      changed = null;
      changes.ifPresent(made -> LOG.info("The catalogue {} was loaded by command: {}", file, made));
      noticeOthers();
      return changes;
    } catch (CatalogFile.Invalid e) {
      throw e.getMessage().startsWith(file + ": ")
          ? e
          : new CatalogFile.Invalid(file + ": " + e.getMessage());
    } catch (CatalogChanges.NeedsForce e) {
      throw new CatalogChanges.NeedsForce(file + " " + e.getMessage());
    } catch (IOException e) {
      throw new CatalogFile.Invalid(file + ": it cannot be read: " + reason(e));
    }
  }

  /**
   * What a catalogue would change, without changing anything.
   *
   * @throws CatalogFile.Invalid when it cannot be used
   */
  public CatalogChanges check(byte[] text) {
    return loader.changes(text);
  }

  private void loadChangedFile() {
    try {
      Optional<Seen> found = look();
      if (found.isEmpty()) {
        changed = null;
        tellOnce("is gone, what was loaded stays");
        return;
      }
      if (found.get().equals(decided)) {
        changed = null;
      } else if (!found.get().equals(changed)) {
        changed = found.get();
        changedSince = nanoTime.getAsLong();
      } else if (nanoTime.getAsLong() - changedSince >= SAME_FOR.toNanos()) {
        byte[] text = Files.readAllBytes(file);
        if (look().filter(changed::equals).isPresent()) {
          loadWhole(text);
        }
      }
    } catch (IOException e) {
      tellOnce("cannot be read, what was loaded stays: " + reason(e));
    }
  }

  private void loadWhole(byte[] text) {
    try {
      Optional<CatalogChanges> changes = loader.load(text, false);
      decide();
      changes.ifPresent(made -> LOG.info("The catalogue {} was read again: {}", file, made));
    } catch (CatalogFile.Invalid e) {
      decide();
      LOG.error(
          "The changed catalogue {} is refused, the one before stays: {}", file, e.getMessage());
    } catch (CatalogChanges.NeedsForce e) {
      decide();
      LOG.error(
          "The changed catalogue {} {}. It is not taken, the one before stays. If it is meant:"
              + " ./gateway catalog load --force",
          file,
          e.getMessage());
    } catch (RuntimeException e) {
      if (Outage.causes(e)) {
        tellOnce("has changed and is loaded when the database is back");
      } else {
        decide();
        LOG.error("The changed catalogue {} is refused, the one before stays", file, e);
      }
    }
  }

  private void decide() {
    decided = changed;
    changed = null;
    told = "";
  }

  /** The same is not told at every look. */
  private void tellOnce(String what) {
    if (!what.equals(told)) {
      LOG.warn("The catalogue {} {}", file, what);
      told = what;
    }
  }

  private Optional<Seen> look() throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Seen(found.lastModifiedTime(), found.size(), Objects.toString(found.fileKey(), "")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
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
