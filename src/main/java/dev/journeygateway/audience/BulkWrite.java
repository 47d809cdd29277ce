package dev.journeygateway.audience;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The way in which a database takes or gives up many rows at once; joins the transaction under way.
 */
sealed interface BulkWrite {

  /**
   * Inserts the rows, whose cells are all there, into their table.
   *
   * @throws org.springframework.dao.DuplicateKeyException where one of them is there already
   */
  void insert(TableRows rows);

  /** Deletes the rows that have all these values; one that is not there is passed over. */
  void delete(TableRows rows);

  /** The fastest way of this database. */
  static BulkWrite into(JdbcTemplate jdbc) {
    boolean postgresql =
        Boolean.TRUE.equals(
            jdbc.execute(
                (ConnectionCallback<Boolean>)
                    connection -> connection.isWrapperFor(PGConnection.class)));
    return postgresql ? new Copies(jdbc) : new Arrays(jdbc);
  }

  /** An INSERT that gets the columns as arrays, which become rows in the database. */
  record Arrays(JdbcTemplate jdbc) implements BulkWrite {

    @Override
    public void insert(TableRows rows) {
      jdbc.update(rows.insert(), rows::bind);
    }

    @Override
    public void delete(TableRows rows) {
      String all =
          rows.columns().stream()
              .map(column -> column.name() + " = ?")
              .collect(Collectors.joining(" and "));
      jdbc.batchUpdate(
          "delete from " + rows.table() + " where " + all,
          IntStream.range(0, rows.count())
              .mapToObj(
                  row -> rows.columns().stream().map(column -> column.cells().get(row)).toArray())
              .toList());
    }
  }

  /** PostgreSQL's COPY: it fills whole pages at a time and writes them to its log as such. */
  record Copies(JdbcTemplate jdbc) implements BulkWrite {

    private static final String ESCAPED = "\\\n\r\t";
    private static final String ESCAPES = "\\nrt";

    @Override
    public void insert(TableRows rows) {
      byte[] text = text(rows).getBytes(StandardCharsets.UTF_8);
      jdbc.execute(
          (ConnectionCallback<Void>)
              connection -> {
                CopyIn copy =
                    connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                            "copy %s (%s) from stdin with (encoding 'UTF8')"
                                .formatted(rows.table(), rows.names()));
                try {
                  copy.writeToCopy(text, 0, text.length);
                  copy.endCopy();
                } finally {
                  if (copy.isActive()) {
                    copy.cancelCopy();
                  }
                }
                return null;
              });
    }

    @Override
    public void delete(TableRows rows) {
      jdbc.update(
          "delete from %1$s where (%2$s) in (select %2$s from %3$s as n (%2$s))"
              .formatted(rows.table(), rows.names(), rows.unnested()),
          rows::bind);
    }

    private static String text(TableRows rows) {
      List<TableRows.Column> columns = rows.columns();
      StringBuilder text = new StringBuilder(rows.count() * 32);
      for (int row = 0; row < rows.count(); row++) {
        for (int i = 0; i < columns.size(); i++) {
          text.append(i == 0 ? "" : "\t");
          if (columns.get(i).cells().get(row) instanceof String string) {
            escape(string, text);
          } else {
            text.append(columns.get(i).cells().get(row));
          }
        }
        text.append('\n');
      }
      return text.toString();
    }

    private static void escape(String cell, StringBuilder text) {
      for (int i = 0; i < cell.length(); i++) {
        int escape = ESCAPED.indexOf(cell.charAt(i));
        if (escape < 0) {
          text.append(cell.charAt(i));
        } else {
          text.append('\\').append(ESCAPES.charAt(escape));
        }
      }
    }
  }
}
