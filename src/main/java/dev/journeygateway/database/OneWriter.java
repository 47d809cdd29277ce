package dev.journeygateway.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Lets one transaction of an H2 file write at a time, from its first writing statement to the end
 * of its commit. Whoever only reads never waits.
 *
 * <p>A commit of H2 writes its tables to the file as they stand, one after the other, while other
 * transactions go on: of one that writes and commits in between, some tables have the rows and
 * others have not, and a kill before the next commit leaves it so (h2database issue 2080). A chunk
 * whose mark was lost in this way, its counts not, was counted twice.
 */
final class OneWriter {

  private static final Pattern READS = Pattern.compile("\\s*(select|with|values|show|explain)\\b");

  /** The methods of a connection behind which nothing of its transaction is left to be written. */
  private static final Set<String> ENDS =
      Set.of("commit", "rollback", "setAutoCommit", "close", "abort");

  private final ReentrantLock lock = new ReentrantLock();

  /** The same database, its connections taking turns with those of all others made here. */
  DataSource over(DataSource database) {
    return new DelegatingDataSource(database) {
      @Override
      public Connection getConnection() throws SQLException {
        return proxy(Connection.class, new Turns(super.getConnection()));
      }

      @Override
      public Connection getConnection(String user, String password) throws SQLException {
        return proxy(Connection.class, new Turns(super.getConnection(user, password)));
      }
    };
  }

  /** How many writers wait for their turn. */
  int waiting() {
    return lock.getQueueLength();
  }

  private static boolean writes(String sql) {
    String lower = sql.toLowerCase(Locale.ROOT);
    return !READS.matcher(lower).lookingAt() || lower.contains("for update");
  }

  /** One connection, which is used by one thread at a time. */
  private final class Turns implements InvocationHandler {

    private final Connection connection;
    private boolean writing;

    Turns(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      try {
        Object result = call(connection, method, arguments);
        if (result instanceof PreparedStatement statement) {
          return writes((String) arguments[0])
              ? proxy(method.getReturnType(), new Writing(statement))
              : statement;
        }
        return result instanceof Statement statement
            ? proxy(Statement.class, new Writing(statement))
            : result;
      } finally {
        if (ENDS.contains(method.getName())) {
          end();
        }
      }
    }

    void begin() {
      if (!writing) {
        lock.lock();
        writing = true;
      }
    }

    void end() {
      if (writing) {
        writing = false;
        lock.unlock();
      }
    }

    /** A statement that writes, or whose text is only known when it is executed. */
    private final class Writing implements InvocationHandler {

      private final Statement statement;

      Writing(Statement statement) {
        this.statement = statement;
      }

      @Override
      public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        boolean executes =
            method.getName().startsWith("execute")
                && (arguments == null || writes((String) arguments[0]));
        if (!executes) {
          return call(statement, method, arguments);
        }
        boolean alone = connection.getAutoCommit();
        begin();
        try {
          return call(statement, method, arguments);
        } finally {
          if (alone) {
            end();
          }
        }
      }
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(OneWriter.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
