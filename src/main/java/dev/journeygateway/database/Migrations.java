package dev.journeygateway.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/** The tables: each database has its own text for the same ones. */
public final class Migrations {
  private Migrations() {}

  /**
   * Flyway over the migrations that this database gets.
   *
   * @throws IllegalStateException when it does not tell what it is
   */
  public static FluentConfiguration of(DataSource dataSource) {
    try {
      String url = JdbcUtils.extractDatabaseMetaData(dataSource, metaData -> metaData.getURL());
      return Flyway.configure().dataSource(dataSource).locations(location(url));
    } catch (MetaDataAccessException e) {
      throw new IllegalStateException("the database does not tell what it is", e);
    }
  }

  static String location(String url) {
    return "classpath:db/" + Dialect.of(url).folder();
  }
}
