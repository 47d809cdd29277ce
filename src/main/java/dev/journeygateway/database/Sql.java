package dev.journeygateway.database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.namedparam.AbstractSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * One statement and the values of its parameters. Not thread-safe.
 *
 * <p>Every method that runs it throws a {@link org.springframework.dao.DataAccessException} when it
 * fails.
 */
public final class Sql {
  private final String text;
  private final NamedParameterJdbcOperations jdbc;
  private final Dialect dialect;
  private final InstantSource clock;
  private Map<String, Object> values = new HashMap<>();

  Sql(String text, NamedParameterJdbcOperations jdbc, Dialect dialect, InstantSource clock) {
    this.text = text;
    this.jdbc = jdbc;
    this.dialect = dialect;
    this.clock = clock;
  }

  /**
   * Gives a parameter its value.
   *
   * @param value of a basic type, a UUID, an Instant, a Duration (in milliseconds), or a collection
   *     for one parameter that holds a list
   */
  public Sql with(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /** Runs a statement that writes; returns how many rows it changed. */
  public int update() {
    return jdbc.update(text, parameters(values));
  }

  /**
   * Runs a statement that writes once for each item; the values given before are those of all.
   *
   * @param binding gives the parameters their values for one item
   * @return how many rows each changed, or a negative number where the driver does not tell
   */
  public <T> int[] updateEach(Collection<T> items, Binding<T> binding) {
    if (items.isEmpty()) {
      return new int[0];
    }
    ParsedSql parsed = NamedParameterUtils.parseSqlStatement(text);
    Object[] names = NamedParameterUtils.buildValueArray(parsed, new Names(), null);
    Map<String, Object> common = values;
    Instant now = now();
    try {
      // Spring's own batch costs more for each row than SQLite does.
      return jdbc.getJdbcOperations()
          .execute(
              NamedParameterUtils.substituteNamedParameters(parsed, new Names()),
              (PreparedStatementCallback<int[]>)
                  statement -> {
                    for (T item : items) {
                      values = new HashMap<>(common);
                      binding.bind(this, item);
                      Parameters parameters = new Parameters(values, now);
                      for (int i = 0; i < names.length; i++) {
                        statement.setObject(i + 1, parameters.getValue((String) names[i]));
                      }
                      statement.addBatch();
                    }
                    return statement.executeBatch();
                  });
    } finally {
      values = common;
    }
  }

  /** Each parameter's name in place of its value. */
  private static final class Names extends AbstractSqlParameterSource {
    @Override
    public boolean hasValue(String name) {
      return true;
    }

    @Override
    public Object getValue(String name) {
      return name;
    }
  }

  /** Gives a statement the values of one item. */
  @FunctionalInterface
  public interface Binding<T> {
    void bind(Sql sql, T item);
  }

  /** All rows. */
  public <T> List<T> list(Row.Reader<T> reader) {
    return jdbc.query(text, parameters(values), (result, number) -> reader.read(new Row(result)));
  }

  /** The first row, where there is one. */
  public <T> Optional<T> first(Row.Reader<T> reader) {
    return list(reader).stream().findFirst();
  }

  /** The first column of all rows. */
  public List<String> texts() {
    return jdbc.query(text, parameters(values), (result, number) -> result.getString(1));
  }

  /** The first column of the only row. */
  public long number() {
    return jdbc.query(text, parameters(values), (result, number) -> result.getLong(1)).get(0);
  }

  /** Whether there is a row. */
  public boolean exists() {
    return !jdbc.query(text, parameters(values), (result, number) -> true).isEmpty();
  }

  /** Takes each row as it comes. */
  public void each(Consumer consumer) {
    jdbc.query(
        text, parameters(values), (RowCallbackHandler) result -> consumer.accept(new Row(result)));
  }

  /** Takes a row. */
  @FunctionalInterface
  public interface Consumer {
    void accept(Row row) throws java.sql.SQLException;
  }

  private SqlParameterSource parameters(Map<String, Object> named) {
    return new Parameters(named, now());
  }

  /** The time to bind; null where the database tells it itself. */
  private Instant now() {
    return dialect.bindsItsClock() ? clock.instant() : null;
  }

  /** Values as the driver takes them, and the times that a statement asks for. */
  private final class Parameters extends AbstractSqlParameterSource {
    private final Map<String, Object> named;
    private final Instant now;

    Parameters(Map<String, Object> named, Instant now) {
      this.named = named;
      this.now = now;
    }

    @Override
    public boolean hasValue(String name) {
      return named.containsKey(name) || now != null && isTime(name);
    }

    private boolean isTime(String name) {
      return name.equals("now") || name.startsWith("ago_") || name.startsWith("ahead_");
    }

    @Override
    public Object getValue(String name) {
      if (!named.containsKey(name)) {
        if (now != null && isTime(name)) {
          return dialect.instant(time(name));
        }
        throw new IllegalArgumentException("the parameter " + name + " has no value: " + text);
      }
      Object value = named.get(name);
      if (value instanceof Instant instant) {
        return dialect.instant(instant);
      }
      if (value instanceof Duration duration) {
        return duration.toMillis();
      }
      return value instanceof Collection<?> list ? dialect.list(list) : value;
    }

    private Instant time(String name) {
      if (name.equals("now")) {
        return now;
      }
      Object distance = named.get(name.substring(name.indexOf('_') + 1));
      Duration duration =
          distance instanceof Duration given ? given : Duration.ofMillis((Long) distance);
      return name.startsWith("ago_") ? now.minus(duration) : now.plus(duration);
    }
  }
}
