package dev.journeygateway.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** The tables: one text for every database, and what only PostgreSQL understands. */
public final class Migrations {

  private static final String COMMON = "classpath:db/migration";
  private static final String ON_POSTGRESQL = "classpath:db/postgresql";

  private Migrations() {}

  /**
   * Flyway over the migrations that this database gets.
   *
   * @throws IllegalStateException when it does not tell what it is
   */
  public static FluentConfiguration of(DataSource dataSource) {
    try {
      String url = JdbcUtils.extractDatabaseMetaData(dataSource, metaData -> metaData.getURL());
      return Flyway.configure().dataSource(dataSource).locations(locations(url));
    } catch (MetaDataAccessException e) {
      throw new IllegalStateException("the database does not tell what it is", e);
    }
  }

  static String[] locations(String url) {
    return url.startsWith("jdbc:postgresql:")
        ? new String[] {COMMON, ON_POSTGRESQL}
        : new String[] {COMMON};
  }
}
