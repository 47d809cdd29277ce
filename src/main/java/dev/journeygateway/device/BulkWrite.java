package dev.journeygateway.device;

import dev.journeygateway.database.Database;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.ConnectionCallback;

/**
 * The way in which a database takes or gives up many values of tags at once; joins the transaction
 * under way.
 */
sealed interface BulkWrite {

  /** A value of a device's tag, a Long or a String. */
  record Value(long deviceId, int tagId, Object value) {}

  /**
   * Inserts values of one kind, which are all new.
   *
   * @throws org.springframework.dao.DuplicateKeyException where one of them is there already
   */
  void insert(boolean text, List<Value> values);

  /** Deletes values of one kind; one that is not there is passed over. */
  void delete(boolean text, List<Value> values);

  /** The fastest way of this database. */
  static BulkWrite of(Database database) {
    return database.either(() -> new OneByOne(database), () -> new Copies(database));
  }

  /** Within the process a row costs no round trip. */
  record OneByOne(Database database) implements BulkWrite {
    @Override
    public void insert(boolean text, List<Value> values) {
      each(text ? "insert-tag-text" : "insert-tag-number", values);
    }

    @Override
    public void delete(boolean text, List<Value> values) {
      each(text ? "delete-tag-text" : "delete-tag-number", values);
    }

    private void each(String name, List<Value> values) {
      database
          .write(name)
          .updateEach(
              values,
              (sql, value) ->
                  sql.with("tag_id", value.tagId())
                      .with("tag_value", value.value())
                      .with("device_id", value.deviceId()));
    }
  }

  /** PostgreSQL's COPY: it fills whole pages at a time and writes them to its log as such. */
  record Copies(Database database) implements BulkWrite {
    private static final String ESCAPED = "\\\n\r\t";
    private static final String ESCAPES = "\\nrt";

    @Override
    public void insert(boolean text, List<Value> values) {
      String table = text ? "device_tag_text" : "device_tag_number";
      byte[] rows = rows(values).getBytes(StandardCharsets.UTF_8);
      database
          .writing()
          .execute(
              (ConnectionCallback<Void>)
                  connection -> {
                    CopyIn copy =
                        connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn(
                                "copy %s (tag_id, tag_value, device_id) from stdin with (encoding 'UTF8')"
                                    .formatted(table));
                    try {
                      copy.writeToCopy(rows, 0, rows.length);
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
    public void delete(boolean text, List<Value> values) {
      database
          .write(text ? "delete-tag-texts" : "delete-tag-numbers")
          .with("tag_ids", values.stream().map(Value::tagId).toList())
          .with("tag_values", values.stream().map(Value::value).toList())
          .with("device_ids", values.stream().map(Value::deviceId).toList())
          .update();
    }

    private static String rows(List<Value> values) {
      StringBuilder rows = new StringBuilder(values.size() * 32);
      for (Value value : values) {
        rows.append(value.tagId()).append('\t');
        if (value.value() instanceof String string) {
          escape(string, rows);
        } else {
          rows.append(value.value());
        }
        rows.append('\t').append(value.deviceId()).append('\n');
      }
      return rows.toString();
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
