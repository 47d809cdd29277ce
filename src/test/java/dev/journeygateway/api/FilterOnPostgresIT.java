package dev.journeygateway.api;

import dev.journeygateway.support.PostgresSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;

/** The same on a real PostgreSQL. */
class FilterOnPostgresIT extends FilterIT {

  private EmbeddedPostgres postgres;

  @Override
  String[] database() {
    try {
      if (postgres == null) {
        postgres = PostgresSettings.start();
      }
      return PostgresSettings.of(postgres);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  void stopPostgres() throws IOException {
    postgres.close();
  }
}
