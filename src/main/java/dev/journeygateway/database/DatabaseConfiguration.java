package dev.journeygateway.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.journeygateway.disk.DiskSettings;
import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.outage.Vital;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The database: the SQLite file in the data folder unless spring.datasource.url names another. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  @Bean
  JdbcConnectionDetails databaseConnection(DataSourceProperties configured, DiskSettings disk) {
    String url = DatabaseUrl.decide(configured.getUrl(), disk.dataDir());
    return new JdbcConnectionDetails() {
      @Override
      public String getJdbcUrl() {
        return url;
      }

      @Override
      public String getUsername() {
        return configured.getUsername();
      }

      @Override
      public String getPassword() {
        return configured.getPassword();
      }
    };
  }

  @Bean
  Connections connections(JdbcConnectionDetails database, DiskSettings disk, Environment settings) {
    Connections connections = Connections.to(database, disk.dataDir().resolve("native"));
    if (connections.dialect() == Dialect.POSTGRESQL) {
      Binder.get(settings)
          .bind("spring.datasource.hikari", Bindable.ofInstance(connections.writing()));
    }
    return connections;
  }

  /** Closed with all the others. */
  @Bean(destroyMethod = "")
  HikariDataSource dataSource(Connections connections) {
    return connections.writing();
  }

  @Bean
  PlatformTransactionManager transactionManager(DataSource dataSource, Connections connections) {
    JdbcTransactionManager transactions = new JdbcTransactionManager(dataSource);
    transactions.setExceptionTranslator(connections.errors());
    return transactions;
  }

  @Bean
  @DependsOnDatabaseInitialization
  Database database(
      Connections connections,
      PlatformTransactionManager transactions,
      FreeSpace freeSpace,
      Clock clock) {
    return Database.over(connections, transactions, space(connections, freeSpace), clock);
  }

  /** What has to be free where the database is embedded. */
  private static FreeSpace space(Connections connections, FreeSpace freeSpace) {
    return connections
        .file()
        .map(file -> freeSpace.at(file.path().getParent()))
        .orElse(FreeSpace.UNBOUNDED);
  }

  @Bean
  Snapshots databaseSnapshots(Connections connections, Clock clock) {
    return new Snapshots(connections.file().map(SqliteFile::reading), clock);
  }

  @Bean
  JdbcTemplate jdbcTemplate(Database database) {
    return database.writing();
  }

  @Bean
  HealthIndicator dbHealthIndicator(
      Database database, Connections connections, FreeSpace freeSpace) {
    return new DatabaseHealth(database.callers(), space(connections, freeSpace));
  }

  /** After the migrations, when the file is there. */
  @Bean
  @DependsOnDatabaseInitialization
  Vital databaseVital(Connections connections) {
    connections.file().ifPresent(SqliteFile::moved);
    return () -> {
      if (connections.writing().isClosed()) {
        return Optional.of("the connections to the database are closed");
      }
      if (connections.file().filter(SqliteFile::moved).isPresent()) {
        return Optional.of("the file of the database was moved or deleted");
      }
      return connections
          .file()
          .flatMap(file -> file.errors().broken())
          .map(code -> "the file of the database is broken: " + code);
    };
  }

  /** A migration takes as long as it takes. */
  @Bean
  FlywayConfigurationCustomizer patientMigrations(
      JdbcConnectionDetails database, Connections connections) {
    return flyway -> {
      flyway.locations(Migrations.location(database.getJdbcUrl()));
      if (connections.file().isPresent()) {
        flyway.dataSource(connections.writing());
      } else {
        flyway.dataSource(
            DatabaseUrl.answeringWithin(database.getJdbcUrl(), 0),
            database.getUsername(),
            database.getPassword());
      }
    };
  }

  /** How large the embedded database's log of writes is; it stays small while readers are brief. */
  @Bean
  MeterBinder writeAheadLog(Connections connections) {
    return meters ->
        connections
            .file()
            .ifPresent(
                file ->
                    Gauge.builder("journey_gateway_database_log_bytes", file, SqliteFile::logBytes)
                        .register(meters));
  }
}
