package dev.journeygateway.database;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database, the H2 file in the data folder unless spring.datasource.url names another. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  @Bean
  JdbcConnectionDetails databaseConnection(
      DataSourceProperties configured, @Qualifier("dataDir") Path dataDir) {
    String url = DatabaseUrl.decide(configured.getUrl(), dataDir);
    boolean ours = configured.getUrl() == null || configured.getUrl().isBlank();
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

  @Bean
  TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
    return new TransactionTemplate(transactions);
  }
}
