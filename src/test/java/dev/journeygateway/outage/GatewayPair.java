package dev.journeygateway.outage;

import dev.journeygateway.support.OutsideBroker;
import dev.journeygateway.support.PostgresSettings;
import dev.journeygateway.support.RunningGateway;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two gateways of the cluster profile on one PostgreSQL and one broker outside.
 *
 * @param settings of each
 */
record GatewayPair(
    EmbeddedPostgres postgres,
    OutsideBroker broker,
    List<String> settings,
    RunningGateway one,
    RunningGateway other)
    implements AutoCloseable {

  /**
   * Starts them.
   *
   * @param shared files and folders of the first one that the other uses as well
   * @param settings of both
   */
  static GatewayPair start(List<String> shared, String... settings) throws Exception {
    EmbeddedPostgres postgres = PostgresSettings.start();
    OutsideBroker broker = OutsideBroker.start();
    List<String> all =
        Stream.concat(
                Stream.of(
                    "spring.profiles.active=cluster",
                    "DATABASE_URL=" + postgres.getJdbcUrl("postgres", "postgres"),
                    "DATABASE_USER=postgres",
                    "DATABASE_PASSWORD=postgres",
                    "BROKER_URL=failover:(" + broker.url() + ")",
                    "BROKER_USER=gateway",
                    "BROKER_PASSWORD=of no use"),
                Stream.of(settings))
            .toList();
    RunningGateway one = RunningGateway.start(all.toArray(String[]::new));
    RunningGateway other = RunningGateway.start(all.toArray(String[]::new));
    other.stop();
    for (String name : shared) {
      share(one.folder().resolve(name), other.folder().resolve(name));
    }
    other.startAgain();
    return new GatewayPair(postgres, broker, all, one, other);
  }

  private static void share(Path ours, Path theirs) throws IOException {
    try (var files = Files.walk(theirs)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    Files.createSymbolicLink(theirs, ours);
  }

  @Override
  public void close() throws Exception {
    other.close();
    one.close();
    broker.close();
    postgres.close();
  }
}
