package dev.journeygateway.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Copies all rows of an embedded database into an empty PostgreSQL database, in one transaction:
 * all of them are there, or none.
 */
public final class TableMove implements AutoCloseable {
  private static final String HISTORY = "flyway_schema_history";

  /** Tables in which the migrations write rows. */
  private static final Set<String> SEEDED = Set.of("catalog", "person_key");

  /** A trigger on other tables writes messages to those that are in it, so it is filled last. */
  private static final String LAST = "webhook";

  private static final int ROWS_AT_A_TIME = 1_000;

  private final Connection connection;
  private final JdbcTemplate target;
  private final Clock clock;

  private TableMove(Connection connection, Clock clock) {
    this.connection = connection;
    this.target = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    this.clock = clock;
  }

  /**
   * Connects to the database and makes its tables, where there are none.
   *
   * @param url of a PostgreSQL database
   * @throws IllegalArgumentException when it is another's
   * @throws IllegalStateException when something is in the database already
   */
  public static TableMove to(String url, String user, String password, Clock clock)
      throws SQLException {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "the work moves to a PostgreSQL database: jdbc:postgresql://host:5432/name");
    }
    // What is large takes as long as it takes.
    DataSource source =
        new DriverManagerDataSource(
            DatabaseUrl.answeringWithin(DatabaseUrl.decide(url, null), 0), user, password);
    requireEmpty(new JdbcTemplate(source));
    Migrations.of(source).load().migrate();
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    return new TableMove(connection, clock);
  }

  /** What an earlier try has left, which did not end, is tables without rows. */
  private static void requireEmpty(JdbcTemplate database) {
    List<String> tables = tables(database);
    if (tables.isEmpty()) {
      return;
    }
    if (!tables.contains(HISTORY)) {
      throw new IllegalStateException(
          "the database to move to has tables already, such as "
              + tables.get(0)
              + ": name an empty database");
    }
    for (String table : tables) {
      if (!table.equals(HISTORY)
          && !SEEDED.contains(table)
          && !database.queryForList("select 1 from " + table + " limit 1").isEmpty()) {
        throw new IllegalStateException(
            "the database to move to is in use, there are rows in "
                + table
                + ": name an empty database");
      }
    }
  }

  private static List<String> tables(JdbcTemplate database) {
    return database.queryForList(
        "select table_name from information_schema.tables"
            + " where table_schema = current_schema() and table_type = 'BASE TABLE'"
            + " order by table_name",
        String.class);
  }

  /**
   * Copies every table.
   *
   * @return how many rows each has
   * @throws IllegalStateException when the two do not have the same tables, or not the same rows
   */
  public Map<String, Long> copy(DatabaseSnapshot from) throws SQLException {
    Set<String> tables = new TreeSet<>(tables(target));
    tables.remove(HISTORY);
    Set<String> there =
        new TreeSet<>(
            from.jdbc()
                .queryForList(
                    "select name from sqlite_schema where type = 'table'"
                        + " and name not like 'sqlite%' and name <> '"
                        + HISTORY
                        + "'",
                    String.class));
    requireSame("tables", there, tables);
    SEEDED.forEach(table -> target.update("delete from " + table));
    Map<String, Long> rows = new LinkedHashMap<>();
    for (String table : parentsFirst(tables)) {
      rows.put(table, copy(table, from.jdbc()));
    }
    countOn();
    return rows;
  }

  private static void requireSame(String what, Set<String> there, Set<String> here) {
    if (!there.equals(here)) {
      throw new IllegalStateException("other " + what + " here: " + there + " and " + here);
    }
  }

  private List<String> parentsFirst(Set<String> tables) throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    Map<String, Set<String>> parents = new TreeMap<>();
    for (String table : tables) {
      Set<String> of = new TreeSet<>();
      try (ResultSet keys = metaData.getImportedKeys(null, connection.getSchema(), table)) {
        while (keys.next()) {
          of.add(keys.getString("PKTABLE_NAME"));
        }
      }
      parents.put(table, of);
    }
    parents.get(LAST).addAll(tables.stream().filter(table -> !table.equals(LAST)).toList());
    Set<String> ordered = new LinkedHashSet<>();
    while (ordered.size() < tables.size()) {
      List<String> next =
          parents.entrySet().stream()
              .filter(one -> !ordered.contains(one.getKey()))
              .filter(one -> ordered.containsAll(one.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      if (next.isEmpty()) {
        throw new IllegalStateException("tables refer to one another: " + parents);
      }
      ordered.addAll(next);
    }
    return new ArrayList<>(ordered);
  }

  private long copy(String table, JdbcTemplate from) throws SQLException {
    Map<String, String> types = types(table);
    requireSame(
        "columns of " + table,
        new TreeSet<>(
            from.queryForList("select name from pragma_table_info('" + table + "')", String.class)),
        new TreeSet<>(types.keySet()));
    String columns = String.join(", ", types.keySet());
    String values = types.keySet().stream().map(any -> "?").collect(Collectors.joining(", "));
    List<String> kinds = new ArrayList<>(types.values());
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into " + table + " (" + columns + ") values (" + values + ")")) {
      int[] waiting = new int[1];
      from.query(
          "select " + columns + " from " + table,
          (RowCallbackHandler)
              row -> {
                for (int i = 0; i < kinds.size(); i++) {
                  insert.setObject(i + 1, value(kinds.get(i), row, i + 1));
                }
                insert.addBatch();
                if (++waiting[0] == ROWS_AT_A_TIME) {
                  insert.executeBatch();
                  waiting[0] = 0;
                }
              });
      insert.executeBatch();
    } catch (RuntimeException | SQLException e) {
      throw new IllegalStateException("the rows of " + table + " cannot be written: " + root(e), e);
    }
    long before = from.queryForObject("select count(*) from " + table, Long.class);
    long after = target.queryForObject("select count(*) from " + table, Long.class);
    if (before != after) {
      throw new IllegalStateException(
          table + " has " + before + " rows, and " + after + " where they were copied to");
    }
    return after;
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The columns of a table and their types. */
  private Map<String, String> types(String table) {
    Map<String, String> types = new LinkedHashMap<>();
    target.query(
        "select column_name, data_type from information_schema.columns"
            + " where table_schema = current_schema() and table_name = ? order by ordinal_position",
        (RowCallbackHandler) row -> types.put(row.getString(1), row.getString(2)),
        table);
    return types;
  }

  private static Object value(String type, ResultSet row, int column) throws SQLException {
    Object value = row.getObject(column);
    if (value == null) {
      return null;
    }
    return switch (type) {
      case "uuid" -> UUID.fromString(value.toString());
      case "timestamp with time zone" -> Times.utc(Instant.parse(value.toString()));
      case "boolean" -> row.getLong(column) != 0;
      case "bigint" -> row.getLong(column);
      case "integer" -> Math.toIntExact(row.getLong(column));
      case "character varying", "text" -> value.toString();
      default -> throw new IllegalStateException("rows with a " + type + " are not known");
    };
  }

  /** Numbers that the database gives begin after those that are there. */
  private void countOn() {
    target
        .queryForList(
            "select table_name, column_name from information_schema.columns"
                + " where table_schema = current_schema() and is_identity = 'YES'")
        .forEach(
            one ->
                target.queryForList(
                    "select setval(pg_get_serial_sequence('%1$s', '%2$s'), max(%2$s)) from %1$s having max(%2$s) is not null"
                        .formatted(one.get("table_name"), one.get("column_name"))));
  }

  /** A statement in the transaction. */
  public Sql write(String name) {
    return new Sql(
        new SqlFiles(Dialect.POSTGRESQL).text(name),
        new NamedParameterJdbcTemplate(target),
        Dialect.POSTGRESQL,
        clock);
  }

  public void commit() throws SQLException {
    connection.commit();
  }

  /** Takes back what is not committed. */
  @Override
  public void close() throws SQLException {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
      }
    } finally {
      connection.close();
    }
  }
}
