package dev.journeygateway.database;

import java.sql.SQLException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What SQLite's result codes mean; its driver gives no SQL states.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">Result and error codes</a>
 */
final class SqliteErrors implements SQLExceptionTranslator {
  private final SQLExceptionTranslator others = new SQLStateSQLExceptionTranslator();

  @Override
  public DataAccessException translate(String task, String sql, SQLException failure) {
    if (!(failure instanceof SQLiteException sqlite)) {
      return others.translate(task, sql, failure);
    }
    String message = "SQLite: " + sqlite.getMessage();
    SQLiteErrorCode code = sqlite.getResultCode();
    return switch (code) {
      case SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_ROWID ->
          new DuplicateKeyException(message, failure);
      default ->
          // The primary code is the low byte of the extended one.
          switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
            case SQLITE_CONSTRAINT -> new DataIntegrityViolationException(message, failure);
            case SQLITE_BUSY, SQLITE_LOCKED -> new CannotAcquireLockException(message, failure);
            case SQLITE_INTERRUPT -> new QueryTimeoutException(message, failure);
            case SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_NOMEM ->
                new DataAccessResourceFailureException(message, failure);
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_READONLY, SQLITE_PERM ->
                new NonTransientDataAccessResourceException(message, failure);
            default -> others.translate(task, sql, failure);
          };
    };
  }
}
