package dev.journeygateway.outage;

import static dev.journeygateway.support.RunningGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.PostgresSettings;
import dev.journeygateway.support.RunningGateway;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jms.core.JmsTemplate;

/**
 * The database that the release before left behind opens and migrates, and its messages are still
 * understood and entered. The fixture is under upgrade/; a release adds its own and changes none.
 */
class UpgradeIT {

  private static final Path FIXTURE = Path.of("src/test/resources/upgrade/0.1.0");

  private EmbeddedPostgres postgres;

  @AfterEach
  void stopPostgres() throws IOException {
    postgres.close();
  }

  /** Where the database of the release before is made. */
  private Database database() throws IOException {
    postgres = PostgresSettings.start();
    return new Database(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
  }

  record Database(String url, String user, String password) {}

  @Test
  void opensWhatTheReleaseBeforeLeftAndFinishesItsWork() throws IOException {
    Database database = database();
    leaveBehind(database);
    try (RunningGateway gateway =
        RunningGateway.start(
            "spring.datasource.url=" + database.url(),
            "spring.datasource.username=" + database.user(),
            "spring.datasource.password=" + database.password(),
            "gateway.limit.period=1s",
            "gateway.worker.poll-interval=100ms")) {
      try (Stream<Path> messages = Files.list(FIXTURE.resolve("messages"))) {
        for (Path message : messages.sorted().toList()) {
          send(gateway, message);
        }
      }

      assertEntered(gateway, 1, "first-1", "jane");
      assertEntered(gateway, 2, "second-1", "second-2");
      assertEntered(gateway, 3, "third");
      assertEntered(gateway, 4, "fourth");
      assertEntered(gateway, 6, "sixth");
      assertEntered(gateway, 7, "seventh-1", "seventh-2");
      assertThat(gateway.status(id(4)).at("/counts/duplicate").asInt()).isEqualTo(1);
      assertThat(gateway.status(id(5)).get("reason").asText()).isEqualTo("a cause of 0.1.0");
      assertThat(
              gateway
                  .jdbc()
                  .queryForList(
                      "select request_uuid from idempotency_key"
                          + " where journey_id = 'running' and idempotency_key = 'key-of-0.1.0'",
                      UUID.class))
          .containsExactly(UUID.fromString(id(4)));

      Map<String, String> admin = Map.of("Authorization", "Api administrator");
      var letters =
          Awaitility.await()
              .until(
                  () -> gateway.send("GET", "/api/dead-letters", admin, null),
                  answer -> answer.statusCode() == 200);
      assertThat(json(letters).get("dead_letters")).as(letters.body()).hasSize(1);
      String letter = json(letters).at("/dead_letters/0/id").asText();
      var back = gateway.send("POST", "/api/dead-letters/" + letter + "/send-back", admin, null);
      assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
      assertEntered(gateway, 5, "fifth");

      gateway.await(RunningGateway.uuid(started(gateway)), "done");
    }
  }

  private static java.net.http.HttpResponse<String> started(RunningGateway gateway) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> gateway.post("running", "{\"users\": [\"of this release\"]}"),
            answer -> answer.statusCode() == 200);
  }

  private static String id(int number) {
    return "01990000-0000-7000-8000-00000000000" + number;
  }

  private static void assertEntered(RunningGateway gateway, int number, String... users) {
    gateway.await(id(number), "done");
    assertThat(
            gateway
                .jdbc()
                .queryForList(
                    "select user_id from entry where request_uuid = ? order by user_id",
                    String.class,
                    UUID.fromString(id(number))))
        .containsExactly(users);
  }

  /** As the release before made it: by its own migrations, of which the history tells. */
  private static void leaveBehind(Database database) throws IOException {
    Flyway.configure()
        .dataSource(database.url(), database.user(), database.password())
        .locations("filesystem:" + FIXTURE.resolve("migration"))
        .load()
        .migrate();
    JdbcTemplate jdbc =
        new JdbcTemplate(
            new DriverManagerDataSource(database.url(), database.user(), database.password()));
    for (String line : Files.readAllLines(FIXTURE.resolve("rows.sql"))) {
      if (!line.startsWith("--")) {
        jdbc.execute(line.substring(0, line.length() - 1));
      }
    }
  }

  /** A message is a file: its queue, its properties, its body. */
  private static void send(RunningGateway gateway, Path file) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    new JmsTemplate(gateway.bean(ConnectionFactory.class))
        .send(
            lines.get(0),
            session -> {
              var message = session.createTextMessage(lines.get(2));
              for (String[] property :
                  Arrays.stream(lines.get(1).split(",")).map(one -> one.split("=", 2)).toList()) {
                if (property[0].startsWith("chunk")) {
                  message.setIntProperty(property[0], Integer.parseInt(property[1]));
                } else {
                  message.setStringProperty(property[0], property[1]);
                }
              }
              return message;
            });
  }
}
