package dev.journeygateway.database;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides how the database is reached, so that what is committed stays committed. */
final class DatabaseUrl {

  private static final Pattern WRITE_DELAY =
      Pattern.compile(";\\s*WRITE_DELAY\\s*=\\s*([^;]*)", Pattern.CASE_INSENSITIVE);

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
      return "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }
    if (configured.startsWith("jdbc:h2:")) {
      Matcher delay = WRITE_DELAY.matcher(configured);
      boolean present = delay.find();
      if (present && !delay.group(1).strip().equals("0")) {
        throw new IllegalArgumentException(
            "spring.datasource.url must carry WRITE_DELAY=0, not "
                + delay.group(1).strip()
                + ": H2 would lose committed rows when the process is killed");
      }
      return present ? configured : configured + ";WRITE_DELAY=0";
    }
    if (configured.startsWith("jdbc:postgresql:")
        && !configured.contains("reWriteBatchedInserts")) {
      // Several rows in one statement: the driver's batches travel a row at a time otherwise.
      return configured + (configured.contains("?") ? "&" : "?") + "reWriteBatchedInserts=true";
    }
    return configured;
  }
}
