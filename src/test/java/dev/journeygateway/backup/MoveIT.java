package dev.journeygateway.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.backup.EveryState.Ran;
import dev.journeygateway.disk.StartStopper;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** {@code gateway move}: from the embedded form to PostgreSQL, with requests in every state. */
class MoveIT {

  private static Map<String, Long> states(JdbcTemplate jdbc) {
    Map<String, Long> states = new TreeMap<>();
    jdbc.query(
        "select state, count(*) from start_request group by state",
        (RowCallbackHandler) row -> states.put(row.getString(1), row.getLong(2)));
    return states;
  }

  private static Ran move(RunningGateway gateway, String url) {
    return EveryState.run(gateway, "move", "--to", url, "--user", "postgres");
  }

  @Test
  void movesRequestsInEveryState() throws Exception {
    String url = Form.newDatabase();
    JdbcTemplate target =
        new JdbcTemplate(new DriverManagerDataSource(url, "postgres", "postgres"));
    try (EveryState every = EveryState.reached()) {
      RunningGateway gateway = every.gateway;
      Map<String, Long> before = states(gateway.jdbc());
      String secret = gateway.jdbc().queryForObject("select secret from person_key", String.class);

      assertThat(move(gateway, url).text()).startsWith("a gateway runs on");
      gateway.stop();
      assertThat(move(gateway, "jdbc:mysql://localhost/x"))
          .isEqualTo(
              new Ran(
                  1, "the work moves to a PostgreSQL database: jdbc:postgresql://host:5432/name"));
      assertThat(move(gateway, "jdbc:postgresql://localhost:1/x").text())
          .startsWith("nothing has moved: ");
      target.execute("create table theirs (id integer)");
      assertThat(move(gateway, url).text()).contains("has tables already, such as theirs");
      target.execute("drop table theirs");

      // A row that the other database refuses; the tables are there then, and no rows.
      JdbcTemplate source =
          new JdbcTemplate(
              new DriverManagerDataSource(
                  "jdbc:sqlite:" + gateway.folder().resolve("data/gateway.db")));
      assertThat(source.queryForObject("select count(*) from outbox", Integer.class)).isPositive();
      source.update("update start_request set reason = 'x' || char(0) where door = 'upload'");
      assertThat(move(gateway, url).text())
          .startsWith("the rows of start_request cannot be written");
      assertThat(states(target)).isEmpty();
      source.update("update start_request set reason = null where door = 'upload'");

      Ran moved = move(gateway, url);

      assertThat(moved.status()).as(moved.text()).isZero();
      assertThat(moved.text())
          .contains(
              every.requests.size() + " requests", "SPRING_DATASOURCE_URL=" + url.split("[?]")[0]);
      assertThat(states(target)).isEqualTo(before);
      assertThat(target.queryForObject("select secret from person_key", String.class))
          .isEqualTo(secret);
      assertThat(move(gateway, url).text()).contains("has moved to");
      assertThatThrownBy(gateway::startAgain)
          .isInstanceOf(StartStopper.Stopped.class)
          .hasMessageContaining("has moved to " + url.split("[?]")[0]);

      Files.move(gateway.folder().resolve("data"), gateway.folder().resolve("old"));
      Ran again = move(gateway, url);
      assertThat(again.text()).contains("there is no database at");
      gateway.startAgain(
          "spring.datasource.url=" + url,
          "spring.datasource.username=postgres",
          "spring.datasource.password=postgres");
      every.endAll();
    }
  }
}
