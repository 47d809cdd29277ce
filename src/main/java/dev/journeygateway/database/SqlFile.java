package dev.journeygateway.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A statement from {@code sql/}: one file each, named for its verb, one text for H2 and PostgreSQL
 * but where the name ends in {@code -postgresql}.
 */
public final class SqlFile {

  private SqlFile() {}

  /**
   * Reads {@code sql/<name>.sql}.
   *
   * @throws IllegalStateException when there is no such file
   */
  public static String read(String name) {
    try (InputStream in = SqlFile.class.getResourceAsStream("/sql/" + name + ".sql")) {
      if (in == null) {
        throw new IllegalStateException("there is no sql/" + name + ".sql");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
