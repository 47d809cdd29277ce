package dev.journeygateway.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

/** The current row of a result, with the types that we store; null where a column is null. */
public final class Row {
  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  /** Makes something of a row. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  public String text(String column) throws SQLException {
    return result.getString(column);
  }

  public UUID uuid(String column) throws SQLException {
    String text = result.getString(column);
    return text == null ? null : UUID.fromString(text);
  }

  /** 0 where the column is null. */
  public long number(String column) throws SQLException {
    return result.getLong(column);
  }

  /** Null where the column is null. */
  public Integer integer(String column) throws SQLException {
    int value = result.getInt(column);
    return result.wasNull() ? null : value;
  }

  /** False where the column is null. */
  public boolean flag(String column) throws SQLException {
    return result.getBoolean(column);
  }

  public Instant instant(String column) throws SQLException {
    Object value = result.getObject(column);
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant();
    }
    return value == null ? null : Instant.parse((String) value);
  }
}
