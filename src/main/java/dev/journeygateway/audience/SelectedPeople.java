package dev.journeygateway.audience;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The people that a filter selects, kept in a temporary table of one reading connection to SQLite.
 *
 * <p>So the database is read in one go, about a second for a million devices, and not for as long
 * as the slices take to be written: while somebody reads, the log of writes cannot begin anew and
 * grows by all that others write meanwhile.
 */
final class SelectedPeople implements AutoCloseable {

  private final Connection connection;

  /** A person and how many devices of theirs are selected. */
  record Member(long number, String userId, long devices) {}

  /**
   * @param connection one that only reads; it is again when this is closed
   * @param filter rows (device_id, user_id)
   */
  SelectedPeople(Connection connection, SqlFragment filter) throws SQLException {
    this.connection = connection;
    try {
      execute("pragma query_only = off");
      execute("drop table if exists temp.selected");
      execute(
          "create temp table selected (member integer primary key, user_id text not null, devices integer not null) strict");
      SqlFragment people =
          filter.within(
              "insert into temp.selected (user_id, devices) select s.user_id, count(*) from (",
              List.of(),
              ") s group by s.user_id order by s.user_id");
      try (PreparedStatement insert = people.prepare(connection)) {
        insert.executeUpdate();
      }
    } catch (SQLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Those with the numbers from one to another; they are numbered from 1. */
  List<Member> slice(long first, long last) throws SQLException {
    List<Member> members = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select member, user_id, devices from temp.selected where member between ? and ?")) {
      select.setLong(1, first);
      select.setLong(2, last);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          members.add(new Member(rows.getLong(1), rows.getString(2), rows.getLong(3)));
        }
      }
    }
    return members;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    execute("drop table if exists temp.selected");
    execute("pragma query_only = on");
  }
}
