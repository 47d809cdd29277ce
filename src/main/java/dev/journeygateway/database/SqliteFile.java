package dev.journeygateway.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The embedded database: one SQLite file in WAL mode, every commit of which is synced, and one
 * process that owns it.
 *
 * <p>One connection writes; others read at the same time and never wait for it.
 *
 * @see <a href="https://www.sqlite.org/wal.html">Write-Ahead Logging</a>
 */
final class SqliteFile implements AutoCloseable {
  private static final long MEBIBYTE = 1L << 20;

  /** A commit begins the log anew once it has so many pages of 4 KiB: fewer cost entries. */
  private static final int CHECKPOINT_PAGES = 8_000;

  private final Path file;
  private final FileChannel lockFile;
  private final SqliteErrors errors = new SqliteErrors();
  private volatile Object identity;

  private SqliteFile(Path file, FileChannel lockFile) {
    this.file = file;
    this.lockFile = lockFile;
  }

  /**
   * Takes possession of the file, which is made when it is missing.
   *
   * @param workFolder where the native library is unpacked and large questions keep what they sort
   * @throws IllegalStateException when another process has it
   */
  static SqliteFile own(Path file, Path workFolder) {
    Path lock = lock(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new IllegalStateException(
            "the database "
                + file
                + " is in use by another gateway: stop that one, or give this one another"
                + " gateway.data-dir");
      }
      unpackInto(workFolder);
      return new SqliteFile(file, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("the database " + file + " cannot be opened", e);
    }
  }

  private static Path lock(Path file) {
    return file.resolveSibling(file.getFileName() + ".lock");
  }

  /** Whether a process has possession of the file now. */
  static boolean isOwned(Path file) {
    if (!Files.exists(lock(file))) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock(file), StandardOpenOption.WRITE)) {
      return !locked(channel);
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of " + file + " cannot be looked at", e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** What a killed process left there is nobody's. */
  private static void unpackInto(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> left = Files.list(folder)) {
      for (Path old : left.filter(Files::isRegularFile).toList()) {
        Files.deleteIfExists(old);
      }
    }
    System.setProperty("org.sqlite.tmpdir", folder.toAbsolutePath().toString());
  }

  Path path() {
    return file;
  }

  /** What its failures mean, and whether it is broken. */
  SqliteErrors errors() {
    return errors;
  }

  /**
   * Whether another file, or none, has taken its place since this was asked first: what is written
   * would be gone with the process.
   */
  boolean moved() {
    Object now;
    try {
      now = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      now = "none";
    } catch (IOException e) {
      return false;
    }
    if (identity == null) {
      identity = now;
    }
    return now != null && !now.equals(identity);
  }

  /** Bytes in the log of writes; what has been copied into the file and not begun anew counts. */
  long logBytes() {
    return file.resolveSibling(file.getFileName() + "-wal").toFile().length();
  }

  /** Connections that write: to be used one at a time. */
  SQLiteDataSource writing() {
    SQLiteConfig config = config();
    config.setCacheSize(kibibytes(32));
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    return at(SqliteWriter.source(config));
  }

  /** Connections that read and cannot write. */
  SQLiteDataSource reading() {
    SQLiteConfig config = config();
    config.setCacheSize(kibibytes(4));
    return at(new SQLiteDataSource(config));
  }

  private SQLiteDataSource at(SQLiteDataSource source) {
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    // For tools that look into the file; the gateway itself has one connection that writes.
    config.setBusyTimeout(2_000);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "on");
    config.setJournalSizeLimit((int) (64 * MEBIBYTE));
    config.setGetGeneratedKeys(false);
    return config;
  }

  private static int kibibytes(int mebibytes) {
    // SQLite takes a negative number for KiB, a positive one for pages.
    return -mebibytes * 1024;
  }

  /** What a new connection has to be told beside its configuration. */
  static String onConnectingToWrite() {
    return "pragma wal_autocheckpoint = " + CHECKPOINT_PAGES;
  }

  /** As {@link #onConnectingToWrite}, for a connection that reads. */
  static String onConnectingToRead() {
    return "pragma query_only = on";
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
