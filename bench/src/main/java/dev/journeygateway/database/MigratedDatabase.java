package dev.journeygateway.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.journeygateway.disk.FreeSpace;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A database with the product's tables, reached as the product reaches it, for what is measured
 * without a gateway around it. It is here for the classes that only the product's package sees.
 */
public final class MigratedDatabase implements AutoCloseable {
  private final Connections connections;
  private final Database database;

  private MigratedDatabase(Connections connections, Database database) {
    this.connections = connections;
    this.database = database;
  }

  /**
   * Opens it and makes its tables.
   *
   * @param url as spring.datasource.url names it; a SQLite file is made when it is missing
   * @param workFolder where SQLite's library is unpacked
   */
  public static MigratedDatabase at(String url, String user, Path workFolder) {
    Connections connections =
        Connections.to(details(DatabaseUrl.decide(url, null), user), workFolder);
    Migrations.of(connections.writing()).load().migrate();
    JdbcTransactionManager transactions = new JdbcTransactionManager(connections.writing());
    transactions.setExceptionTranslator(connections.errors());
    return new MigratedDatabase(
        connections,
        Database.over(connections, transactions, FreeSpace.UNBOUNDED, Clock.systemUTC()));
  }

  private static JdbcConnectionDetails details(String url, String user) {
    return new JdbcConnectionDetails() {
      @Override
      public String getJdbcUrl() {
        return url;
      }

      @Override
      public String getUsername() {
        return user;
      }

      @Override
      public String getPassword() {
        return "";
      }
    };
  }

  /** As the product's classes use it. */
  public Database database() {
    return database;
  }

  /** Its connections that write, with the product's settings: on SQLite there is one. */
  public HikariDataSource writing() {
    return connections.writing();
  }

  @Override
  public void close() {
    try {
      connections.close();
    } catch (Exception e) {
      throw new IllegalStateException("the database cannot be closed", e);
    }
  }
}
