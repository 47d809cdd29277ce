package dev.journeygateway.database;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
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
  private static final Pattern CLOSED = Pattern.compile("(?i)connection (is )?closed");

  private volatile String broken;

  /** What the file is broken by, once that was seen; no retry mends it. */
  Optional<String> broken() {
    return Optional.ofNullable(broken);
  }

  @Override
  public DataAccessException translate(String task, String sql, SQLException failure) {
    if (!(failure instanceof SQLiteException sqlite)) {
      if (CLOSED.matcher(String.valueOf(failure.getMessage())).find()) {
        // The driver's own words, without a code; the next connection is another one.
        return new DataAccessResourceFailureException("SQLite: the connection was closed", failure);
      }
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
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_READONLY, SQLITE_PERM -> {
              broken = code.name();
              yield new NonTransientDataAccessResourceException(message, failure);
            }
            default -> others.translate(task, sql, failure);
          };
    };
  }
}
