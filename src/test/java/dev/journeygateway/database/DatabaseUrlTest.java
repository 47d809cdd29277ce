package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  private static final Path DATA = Path.of("/srv/data");

  @Test
  void writesAtOnceToTheFileInTheDataFolder() {
    assertThat(DatabaseUrl.decide(null, DATA))
        .isEqualTo(
            "jdbc:h2:synced:/srv/data/h2/gateway;WRITE_DELAY=0;MAX_COMPACT_TIME=0;DB_CLOSE_ON_EXIT=FALSE");
    assertThat(DatabaseUrl.decide(" ", Path.of("data"))).startsWith("jdbc:h2:synced:/");
  }

  @Test
  void addsWhatAnH2UrlLacks() {
    assertThat(DatabaseUrl.decide("jdbc:h2:file:/x/y", DATA))
        .isEqualTo("jdbc:h2:synced:/x/y;WRITE_DELAY=0;MAX_COMPACT_TIME=0");
    assertThat(DatabaseUrl.decide("jdbc:h2:~/y", DATA))
        .isEqualTo("jdbc:h2:synced:~/y;WRITE_DELAY=0;MAX_COMPACT_TIME=0");
    assertThat(DatabaseUrl.decide("jdbc:h2:mem:x", DATA))
        .isEqualTo("jdbc:h2:mem:x;WRITE_DELAY=0;MAX_COMPACT_TIME=0");
    assertThat(DatabaseUrl.decide("jdbc:h2:file:/x/y;write_delay=0", DATA))
        .isEqualTo("jdbc:h2:synced:/x/y;write_delay=0;MAX_COMPACT_TIME=0");
    assertThat(DatabaseUrl.decide("jdbc:h2:/x/y;MAX_COMPACT_TIME=9;WRITE_DELAY=0", DATA))
        .isEqualTo("jdbc:h2:synced:/x/y;MAX_COMPACT_TIME=9;WRITE_DELAY=0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jdbc:h2:file:/x;WRITE_DELAY=500", "jdbc:h2:file:/x;MODE=LEGACY;write_delay = 1"})
  void refusesToWriteLater(String url) {
    assertThatThrownBy(() -> DatabaseUrl.decide(url, DATA))
        .hasMessageStartingWith("spring.datasource.url must carry WRITE_DELAY=0");
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
    assertThat(DatabaseUrl.answeringWithin("jdbc:h2:mem:x", 3)).isEqualTo("jdbc:h2:mem:x");
  }
}
