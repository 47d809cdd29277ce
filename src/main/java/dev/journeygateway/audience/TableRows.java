package dev.journeygateway.audience;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of a table, column by column; the names of tables and columns are our own. */
record TableRows(String table, List<Column> columns) {

  enum Type {
    BIGINT("bigint"),
    BOOLEAN("boolean"),
    INTEGER("integer"),
    VARCHAR("varchar");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** The name that both databases know it by. */
    String word() {
      return word;
    }
  }

  /**
   * @param cells one a row, as many as in every other column
   */
  record Column(String name, Type type, List<?> cells) {

    /** Binds it to a parameter, as an array. */
    void bind(PreparedStatement statement, int parameter) throws SQLException {
      Connection connection = statement.getConnection();
      statement.setArray(parameter, connection.createArrayOf(type.word(), cells.toArray()));
    }
  }

  int count() {
    return columns.get(0).cells().size();
  }

  /** The names of the columns, with a comma between them. */
  String names() {
    return String.join(", ", columns.stream().map(Column::name).toList());
  }

  /** The rows as a table to select from; its parameters get their values by {@link #bind}. */
  String unnested() {
    return columns.stream()
        .map(column -> "cast(? as " + column.type().word() + " array)")
        .collect(Collectors.joining(", ", "unnest(", ")"));
  }

  /** An INSERT of the rows; its parameters get their values by {@link #bind}. */
  String insert() {
    return "insert into %1$s (%2$s) select %2$s from %3$s as n (%2$s)"
        .formatted(table, names(), unnested());
  }

  /** Binds the columns to the first parameters of a statement. */
  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).bind(statement, i + 1);
    }
  }
}
