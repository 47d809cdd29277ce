package dev.journeygateway.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/**
 * Closes a connection that writes when anything fails on it but a constraint. SQLite then may have
 * ended the transaction, or not begun it, while its driver goes on as if there were one: every
 * later statement would be a commit of its own.
 *
 * @see <a href="https://www.sqlite.org/lang_transaction.html">Response to errors within a
 *     transaction</a>
 */
public final class SqliteEviction implements SQLExceptionOverride {
  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    // The primary code is the low byte of the extended one.
    return (failure.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code
        ? Override.DO_NOT_EVICT
        : Override.MUST_EVICT;
  }
}
