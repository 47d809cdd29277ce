package dev.journeygateway;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** The settings that put a gateway on a real PostgreSQL. */
final class PostgresSettings {

  private PostgresSettings() {}

  static String[] of(EmbeddedPostgres postgres) {
    return new String[] {
      "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
      "spring.datasource.username=postgres",
      "spring.datasource.password=postgres"
    };
  }
}
