package dev.journeygateway.audience;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.postgresql.PGStatement;

/**
 * A statement, or a part of one, and the values of its question marks in their order; the two never
 * travel apart.
 */
public record SqlFragment(String text, List<Object> values) {

  public SqlFragment {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** This statement inside another: the values of what comes before, then ours. */
  SqlFragment within(String before, List<?> valuesBefore, String after) {
    List<Object> all = new ArrayList<>(valuesBefore);
    all.addAll(values);
    return new SqlFragment(before + text + after, all);
  }

  /**
   * The statement with its values, planned for them each time: PostgreSQL's driver would keep a
   * plan that was made for any value after the fifth time, and what suits a rare one does not suit
   * a common one.
   */
  public PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    if (statement.isWrapperFor(PGStatement.class)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    }
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    return statement;
  }
}
