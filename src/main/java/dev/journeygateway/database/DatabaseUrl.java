package dev.journeygateway.database;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides how the database is reached, so that what is committed stays committed. */
final class DatabaseUrl {

  private static final Pattern WRITE_DELAY =
      Pattern.compile(";\\s*WRITE_DELAY\\s*=\\s*([^;]*)", Pattern.CASE_INSENSITIVE);

  /** How an H2 URL names a file; others have a scheme of their own, such as mem or tcp. */
  private static final Pattern H2_FILE = Pattern.compile("jdbc:h2:(?:file:|(?=[~./]))");

  private static final Pattern MAX_COMPACT_TIME =
      Pattern.compile(";\\s*MAX_COMPACT_TIME\\s*=", Pattern.CASE_INSENSITIVE);

  /**
   * H2 compacts a file when its last connection is closed, as it is behind a migration: what it
   * moves meanwhile can be gone when it is opened again (h2database issue 4247).
   */
  private static final String NO_COMPACTION = ";MAX_COMPACT_TIME=0";

  private static final String H2_SYNCED = "jdbc:h2:" + SyncedFile.SCHEME + ":";

  static {
    SyncedFile.register();
  }

  private DatabaseUrl() {}

  /**
   * The URL to use.
   *
   * @param configured as spring.datasource.url says; null or blank for the H2 file in the data
   *     folder
   * @throws IllegalArgumentException when the URL would lose committed rows
   */
  static String decide(String configured, Path dataDir) {
    if (configured == null || configured.isBlank()) {
      Path file = dataDir.toAbsolutePath().normalize().resolve("h2").resolve("gateway");
      return H2_SYNCED + file + ";WRITE_DELAY=0" + NO_COMPACTION + ";DB_CLOSE_ON_EXIT=FALSE";
    }
    if (!configured.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "spring.datasource.url must begin with jdbc:, not " + configured);
    }
    if (isH2(configured)) {
      Matcher delay = WRITE_DELAY.matcher(configured);
      boolean present = delay.find();
      if (present && !delay.group(1).strip().equals("0")) {
        throw new IllegalArgumentException(
            "spring.datasource.url must carry WRITE_DELAY=0, not "
                + delay.group(1).strip()
                + ": H2 would lose committed rows when the process is killed");
      }
      return H2_FILE.matcher(configured).replaceFirst(H2_SYNCED)
          + (present ? "" : ";WRITE_DELAY=0")
          + (MAX_COMPACT_TIME.matcher(configured).find() ? "" : NO_COMPACTION);
    }
    return configured.startsWith("jdbc:postgresql:") ? postgres(configured) : configured;
  }

  static boolean isH2(String url) {
    return url.startsWith("jdbc:h2:");
  }

  /**
   * Several rows in one statement, for the driver's batches travel a row at a time otherwise; and a
   * server that does not answer is given up, for the driver waits for ever otherwise.
   */
  private static String postgres(String configured) {
    String url = option(configured, "reWriteBatchedInserts", "true");
    url = option(url, "connectTimeout", "2");
    url = option(url, "tcpKeepAlive", "true");
    // The details quote the rows that are refused; they would stand in our log.
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
    return url.startsWith("jdbc:postgresql:")
        ? url.replaceAll("([?&])socketTimeout=[0-9]+", "$1socketTimeout=" + seconds)
        : url;
  }

  private static String option(String url, String name, String value) {
    return url.matches(".*[?&]" + name + "=.*")
        ? url
        : url + (url.contains("?") ? "&" : "?") + name + "=" + value;
  }
}
