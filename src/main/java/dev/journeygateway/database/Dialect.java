package dev.journeygateway.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What differs between the databases, in the one place that knows their names. */
enum Dialect {
  SQLITE("jdbc:sqlite:") {
    @Override
    boolean bindsItsClock() {
      return true;
    }

    @Override
    boolean commitsUnseen() {
      return false;
    }

    @Override
    Object instant(Instant instant) {
      return Times.text(instant);
    }

    /** One JSON text: SQLite takes 32,766 parameters and no arrays. */
    @Override
    Object list(Collection<?> values) {
      return JsonText.array(values);
    }

    @Override
    String isIn(String parameter) {
      return "in (select value from json_each(:" + parameter + "))";
    }

    @Override
    void allow(Duration longest, Connection connection) {
      // The connection that writes has no deadline.
    }
  },
  POSTGRESQL("jdbc:postgresql:") {
    @Override
    boolean bindsItsClock() {
      return false;
    }

    @Override
    boolean commitsUnseen() {
      return true;
    }

    @Override
    Object instant(Instant instant) {
      return Times.utc(instant);
    }

    /** Strings, whatever the column: the driver sends no other arrays in their binary form. */
    @Override
    Object list(Collection<?> values) {
      return values.stream()
          .map(value -> value == null ? null : value.toString())
          .toArray(String[]::new);
    }

    @Override
    String isIn(String parameter) {
      return "= any(cast(:" + parameter + " as varchar[]))";
    }

    @Override
    void allow(Duration longest, Connection connection) throws SQLException {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(longest.toMillis()));
    }
  };

  private final String prefix;

  Dialect(String prefix) {
    this.prefix = prefix;
  }

  /**
   * The dialect of a JDBC URL.
   *
   * @throws IllegalArgumentException for the URL of another database
   */
  static Dialect of(String url) {
    return List.of(values()).stream()
        .filter(dialect -> url.startsWith(dialect.prefix))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "spring.datasource.url must begin with jdbc:postgresql: or jdbc:sqlite:, not "
                        + url.replaceAll("[;?].*", "")));
  }

  /** The folder of its own statements and of its migrations. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether the time is a parameter of each statement. The server's clock is the same for all of
   * its gateways; an embedded database has one process, whose clock is finer than its own.
   */
  abstract boolean bindsItsClock();

  /** Whether a commit may go through whose answer never comes. */
  abstract boolean commitsUnseen();

  /** A time as the driver takes it. */
  abstract Object instant(Instant instant);

  /** A list as the driver takes it, for one parameter. */
  abstract Object list(Collection<?> values);

  /** SQL that asks whether a text is one of the list that a parameter holds. */
  abstract String isIn(String parameter);

  /** Lets the statements of the transaction under way take that long. */
  abstract void allow(Duration longest, Connection connection) throws SQLException;
}
