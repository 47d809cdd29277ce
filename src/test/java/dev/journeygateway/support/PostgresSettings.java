package dev.journeygateway.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/** A real PostgreSQL, and the settings that put a gateway on it. */
public final class PostgresSettings {

  private static final int TRIES = 3;

  private PostgresSettings() {}

  /**
   * Starts a server. It is told a port that was free a moment ago; when another process of the
   * tests was quicker to take it, it is told another.
   */
  public static EmbeddedPostgres start() throws IOException {
    for (int i = 1; ; i++) {
      try {
        // A test leaves its connections open until its process ends.
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "1000").start();
      } catch (IOException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  public static String[] of(EmbeddedPostgres postgres) {
    return new String[] {
      "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
      "spring.datasource.username=postgres",
      "spring.datasource.password=postgres"
    };
  }
}
