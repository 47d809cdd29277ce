package dev.journeygateway.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The statements under {@code sql/}: one file each, named for its verb, with named parameters.
 * Where one text serves both databases it lies there, else {@code sql/sqlite/} and {@code
 * sql/postgresql/} hold one each of the same name.
 *
 * <p>{@code :now} is the time by the database's clock, {@code :ago(x)} and {@code :ahead(x)} are a
 * duration before and after it; {@code :in(x)} asks whether a text is one of a list. Each x is a
 * parameter of that name.
 */
final class SqlFiles {
  private static final Pattern DISTANCE = Pattern.compile(":(ago|ahead)\\((\\w+)\\)");
  private static final Pattern IN = Pattern.compile(":in\\((\\w+)\\)");
  private static final Pattern NOW = Pattern.compile(":now\\b");

  private final Dialect dialect;
  private final Map<String, String> read = new ConcurrentHashMap<>();

  SqlFiles(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * The text of a statement.
   *
   * @throws IllegalStateException when there is no such file, or both a common and an own one
   */
  String text(String name) {
    return read.computeIfAbsent(name, this::find);
  }

  private String find(String name) {
    String own = resource("/sql/" + dialect.folder() + "/" + name + ".sql");
    String common = resource("/sql/" + name + ".sql");
    if ((own == null) == (common == null)) {
      throw new IllegalStateException(
          (own == null ? "there is no" : "there are two of")
              + " sql/"
              + name
              + ".sql for "
              + dialect.folder());
    }
    String text = own == null ? common : own;
    return times(IN.matcher(text).replaceAll(found -> dialect.isIn(found.group(1))));
  }

  private String times(String text) {
    if (dialect.bindsItsClock()) {
      return DISTANCE.matcher(text).replaceAll(":$1_$2");
    }
    String distances =
        DISTANCE
            .matcher(text)
            .replaceAll(
                found ->
                    "(current_timestamp "
                        + (found.group(1).equals("ago") ? "-" : "+")
                        + " cast(:"
                        + found.group(2)
                        + " as bigint) * interval '0.001' second)");
    return NOW.matcher(distances).replaceAll("current_timestamp");
  }

  private static String resource(String path) {
    try (InputStream in = SqlFiles.class.getResourceAsStream(path)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
