package dev.journeygateway.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.journeygateway.disk.FreeSpace;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database, the H2 file in the data folder unless spring.datasource.url names another. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  /** What a caller waits for is given up by then; everybody is answered within five seconds. */
  private static final int CALLERS_SECONDS = 3;

  private static final int CALLERS_CONNECTIONS = 16;

  @Bean
  JdbcConnectionDetails databaseConnection(
      DataSourceProperties configured, @Qualifier("dataDir") Path dataDir) {
    String url = DatabaseUrl.decide(configured.getUrl(), dataDir);
    boolean ours = ours(configured);
    return new JdbcConnectionDetails() {
      @Override
      public String getJdbcUrl() {
        return url;
      }

      @Override
      public String getUsername() {
        return ours ? "sa" : configured.determineUsername();
      }

      @Override
      public String getPassword() {
        return ours ? "" : configured.determinePassword();
      }
    };
  }

  private static boolean ours(DataSourceProperties configured) {
    return configured.getUrl() == null || configured.getUrl().isBlank();
  }

  @Bean
  TransactionTemplate transactionTemplate(
      PlatformTransactionManager transactions,
      DataSourceProperties configured,
      FreeSpace freeSpace) {
    return new RoomyTransactions(transactions, ours(configured) ? freeSpace : FreeSpace.UNBOUNDED);
  }

  /** For whoever ends what others have begun: the room that is kept is there for it. */
  @Bean(defaultCandidate = false)
  TransactionTemplate finishing(
      PlatformTransactionManager transactions,
      DataSourceProperties configured,
      FreeSpace freeSpace) {
    return new RoomyTransactions(
        transactions, ours(configured) ? freeSpace.half() : FreeSpace.UNBOUNDED);
  }

  @Bean
  OneWriter oneWriter() {
    return new OneWriter();
  }

  @Bean
  @ConfigurationProperties("spring.datasource.hikari")
  HikariDataSource dataSource(JdbcConnectionDetails database, OneWriter oneWriter) {
    return pool(database.getJdbcUrl(), database, oneWriter);
  }

  /**
   * Connections for what callers ask: an answer that does not come in time is given up, so that a
   * database that hangs keeps none of the threads that answer them.
   */
  @Bean(defaultCandidate = false)
  CallersDataSource callersDataSource(JdbcConnectionDetails database, OneWriter oneWriter) {
    String url = DatabaseUrl.answeringWithin(database.getJdbcUrl(), CALLERS_SECONDS);
    HikariDataSource pool = pool(url, database, oneWriter);
    pool.setPoolName("callers");
    pool.setMaximumPoolSize(CALLERS_CONNECTIONS);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(1500);
    pool.setValidationTimeout(1000);
    pool.setInitializationFailTimeout(-1);
    return new CallersDataSource(pool);
  }

  private static HikariDataSource pool(
      String url, JdbcConnectionDetails database, OneWriter oneWriter) {
    HikariDataSource pool = new HikariDataSource();
    if (DatabaseUrl.isH2(url)) {
      JdbcDataSource h2 = new JdbcDataSource();
      h2.setURL(url);
      pool.setDataSource(oneWriter.over(h2));
    } else {
      pool.setJdbcUrl(url);
    }
    pool.setUsername(database.getUsername());
    pool.setPassword(database.getPassword());
    return pool;
  }

  @Bean(defaultCandidate = false)
  JdbcTemplate callersJdbc(@Qualifier("callersDataSource") DataSource callersDataSource) {
    return new JdbcTemplate(callersDataSource);
  }

  @Bean
  HealthIndicator dbHealthIndicator(
      @Qualifier("callersJdbc") JdbcTemplate callersJdbc,
      DataSourceProperties configured,
      FreeSpace freeSpace) {
    return new DatabaseHealth(callersJdbc, ours(configured) ? freeSpace : FreeSpace.UNBOUNDED);
  }

  /** A migration takes as long as it takes. */
  @Bean
  FlywayConfigurationCustomizer patientMigrations(JdbcConnectionDetails database) {
    return flyway ->
        flyway
            .locations(Migrations.locations(database.getJdbcUrl()))
            .dataSource(
                DatabaseUrl.answeringWithin(database.getJdbcUrl(), 0),
                database.getUsername(),
                database.getPassword());
  }
}
