package dev.journeygateway;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/** The same on a real PostgreSQL. */
class UpgradeOnPostgresIT extends UpgradeIT {

  private EmbeddedPostgres postgres;

  @Override
  Database database() throws IOException {
    postgres = PostgresSettings.start();
    return new Database(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
  }

  @AfterEach
  void stopPostgres() throws IOException {
    postgres.close();
  }
}
