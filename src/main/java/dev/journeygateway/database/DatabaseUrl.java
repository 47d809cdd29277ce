package dev.journeygateway.database;

import java.nio.file.Files;
import java.nio.file.Path;

/** Decides how the database is reached, so that what is committed stays committed. */
final class DatabaseUrl {
  private static final String SQLITE = "jdbc:sqlite:";

  private DatabaseUrl() {}

  /**
   * The URL to use.
   *
   * @param configured as spring.datasource.url says; null or blank for the SQLite file in the data
   *     folder
   * @throws IllegalArgumentException when the URL would lose committed rows, or names a database
   *     that is not supported
   * @throws IllegalStateException when the data folder holds the database of release 0.1.0
   */
  static String decide(String configured, Path dataDir) {
    if (configured == null || configured.isBlank()) {
      requireNoEarlierDatabase(dataDir);
      return inFolder(dataDir);
    }
    if (!configured.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "spring.datasource.url must begin with jdbc:, not " + configured);
    }
    return switch (Dialect.of(configured)) {
      case SQLITE -> sqlite(configured);
      case POSTGRESQL -> postgres(configured);
    };
  }

  /** The database of a data folder. */
  static String inFolder(Path dataDir) {
    return SQLITE + dataDir.toAbsolutePath().normalize().resolve("gateway.db");
  }

  private static void requireNoEarlierDatabase(Path dataDir) {
    Path earlier = dataDir.resolve("h2").resolve("gateway.mv.db");
    if (Files.exists(earlier)) {
      throw new IllegalStateException(
          earlier
              + " is the database of release 0.1.0, which this release does not read: let 0.1.0 finish its work"
              + " (no request accepted, processing or held), then start with another gateway.data-dir");
    }
  }

  /** The file of a SQLite URL. */
  static Path file(String url) {
    return Path.of(url.substring(SQLITE.length()).replaceFirst("^file:", "")).toAbsolutePath();
  }

  private static String sqlite(String configured) {
    if (configured.contains("?")) {
      throw new IllegalArgumentException(
          "spring.datasource.url must carry no options for SQLite, not "
              + configured.substring(configured.indexOf('?'))
              + ": they could lose committed rows; leave them out");
    }
    String file = configured.substring(SQLITE.length());
    if (file.isBlank() || file.contains(":memory:")) {
      throw new IllegalArgumentException(
          "spring.datasource.url must name a file for SQLite: what is in memory would be lost");
    }
    return configured;
  }

  /**
   * Several rows in one statement, for the driver's batches travel a row at a time otherwise; and a
   * server that does not answer is given up, for the driver waits for ever otherwise.
   */
  private static String postgres(String configured) {
    String url = option(configured, "reWriteBatchedInserts", "true");
    url = option(url, "connectTimeout", "2");
    url = option(url, "tcpKeepAlive", "true");
    // The details quote the refused rows, which must not be logged.
    url = option(url, "logServerErrorDetail", "false");
    return option(url, "socketTimeout", "20");
  }

  /**
   * The same database, given up when an answer takes longer.
   *
   * @param url as {@link #decide} answered it
   * @param seconds 0 to wait as long as it takes
   */
  static String answeringWithin(String url, int seconds) {
    return url.startsWith(SQLITE)
        ? url
        : url.replaceAll("([?&])socketTimeout=[0-9]+", "$1socketTimeout=" + seconds);
  }

  private static String option(String url, String name, String value) {
    return url.matches(".*[?&]" + name + "=.*")
        ? url
        : url + (url.contains("?") ? "&" : "?") + name + "=" + value;
  }
}
