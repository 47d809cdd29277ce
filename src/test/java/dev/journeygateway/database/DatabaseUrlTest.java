package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {

  private static final Path DATA = Path.of("/srv/data");

  @Test
  void takesTheFileInTheDataFolder() {
    assertThat(DatabaseUrl.decide(null, DATA)).isEqualTo("jdbc:sqlite:/srv/data/gateway.db");
    assertThat(DatabaseUrl.decide(" ", Path.of("data"))).matches("jdbc:sqlite:/.*/data/gateway.db");
    assertThat(DatabaseUrl.decide("jdbc:sqlite:/x/y.db", DATA)).isEqualTo("jdbc:sqlite:/x/y.db");
    assertThat(DatabaseUrl.file("jdbc:sqlite:/x/y.db")).isEqualTo(Path.of("/x/y.db"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:sqlite:/x.db?synchronous=OFF | spring.datasource.url must carry no options for SQLite",
        "jdbc:sqlite::memory: | spring.datasource.url must name a file for SQLite",
        "jdbc:sqlite: | spring.datasource.url must name a file for SQLite",
        "jdbc:h2:mem:x | spring.datasource.url must begin with jdbc:postgresql: or jdbc:sqlite:",
        "jdbc:mysql://host/x?password=secret | spring.datasource.url must begin with jdbc:postgresql: or jdbc:sqlite:",
        "postgresql://host/x | spring.datasource.url must begin with jdbc:",
      })
  void refusesWhatWouldLoseRowsOrIsNotSupported(String url, String reason) {
    assertThatThrownBy(() -> DatabaseUrl.decide(url, DATA))
        .hasMessageStartingWith(reason)
        .hasMessageNotContaining("secret");
  }

  @Test
  void doesNotTouchTheDatabaseOfTheReleaseBefore(@TempDir Path data) throws IOException {
    Path h2 = Files.createDirectories(data.resolve("h2")).resolve("gateway.mv.db");
    Files.writeString(h2, "old");

    assertThatThrownBy(() -> DatabaseUrl.decide(null, data))
        .hasMessageContaining("is the database of release 0.1.0")
        .hasMessageContaining("another gateway.data-dir");
    assertThat(h2).hasContent("old");
  }

  @Test
  void letsPostgresTakeSeveralRowsAtATimeAndGivesUpOneThatHangs() {
    String added =
        "reWriteBatchedInserts=true&connectTimeout=2&tcpKeepAlive=true&logServerErrorDetail=false&socketTimeout=20";
    assertThat(DatabaseUrl.decide("jdbc:postgresql://host/db", DATA))
        .isEqualTo("jdbc:postgresql://host/db?" + added);
    assertThat(DatabaseUrl.decide("jdbc:postgresql://host/db?ssl=true", DATA))
        .isEqualTo("jdbc:postgresql://host/db?ssl=true&" + added);
    assertThat(DatabaseUrl.decide("jdbc:postgresql://host/db?socketTimeout=9", DATA))
        .contains("?socketTimeout=9&")
        .doesNotContain("socketTimeout=20");
  }

  @Test
  void waitsForAnAnswerAsLongAsIsSaid() {
    String url = DatabaseUrl.decide("jdbc:postgresql://host/db", DATA);
    assertThat(DatabaseUrl.answeringWithin(url, 3)).isEqualTo(url.replace("=20", "=3"));
    assertThat(DatabaseUrl.answeringWithin("jdbc:sqlite:x", 3)).isEqualTo("jdbc:sqlite:x");
  }
}
