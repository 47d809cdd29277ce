package dev.journeygateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a changed file does to what is loaded while the gateway runs. */
@ParameterizedClass
@EnumSource
class CatalogReloadTest {

  private static final long SECOND = 1_000_000_000L;
  private static final String ONE = "a".repeat(64);
  private static final String OTHER = "b".repeat(64);

  @Parameter TestDatabase kind;
  @TempDir Path folder;

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger changes = new AtomicInteger();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Database database;
  private Path file;
  private CatalogWatch watch;

  @BeforeEach
  void start() throws IOException {
    database = kind.migrated();
    file = folder.resolve("journeys.yaml");
    Files.writeString(file, catalog(10, ONE, OTHER));
    watch =
        new CatalogWatch(
            file,
            new CatalogLoader(database, new Audit(database), WebhookSettings.internal(List.of())),
            changes::incrementAndGet,
            now::get);
    watch.start();
    changes.set(0);
    log.start();
    ((Logger) LoggerFactory.getLogger(CatalogWatch.class)).addAppender(log);
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger(CatalogWatch.class)).detachAppender(log);
  }

  private static String catalog(int journeys, String... tokens) {
    StringBuilder text = new StringBuilder("applications:\n  - code: AAAAA-00001\n");
    text.append("    tokens:\n");
    for (String token : tokens) {
      text.append("      - {sha256: ").append(token).append(", scopes: [start]}\n");
    }
    text.append("    tags:\n      - {name: Age, type: integer}\n");
    text.append("    journeys:\n");
    return text
        + IntStream.range(0, journeys)
            .mapToObj(i -> "      - {id: j" + i + ", state: running}\n")
            .collect(Collectors.joining());
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      watch.reloadWhenChanged();
      now.addAndGet(SECOND);
    }
  }

  private List<String> logged() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private long live() {
    return database
        .writing()
        .queryForObject("select count(*) from journey where state <> 'archived'", Long.class);
  }

  private long tokens() {
    return database
        .writing()
        .queryForObject("select count(*) from api_token where not revoked", Long.class);
  }

  private void assertUntouched() {
    assertThat(live()).isEqualTo(10);
    assertThat(tokens()).isEqualTo(2);
    assertThat(changes).hasValue(0);
  }

  @Test
  void isReadOnceItStaysTheSame() throws IOException {
    Files.writeString(file, catalog(6, ONE, OTHER));
    look(3);
    assertUntouched();

    look(1);
    assertThat(live()).isEqualTo(6);
    assertThat(changes).hasValue(1);
    assertThat(logged())
        .containsExactly(
            "The catalogue "
                + file
                + " was read again: tokens: 0 new, 0 revoked; journeys: 0 new, 0 changed, 4"
                + " archived");
  }

  @Test
  void isNotReadWhileItIsStillWritten() throws IOException {
    String whole = catalog(12, ONE, OTHER);
    Files.writeString(file, whole.substring(0, whole.indexOf("      - {id: j6")));
    look(3);
    Files.writeString(file, whole);
    look(4);

    assertThat(live()).isEqualTo(12);
    assertThat(logged()).hasSize(1).allMatch(line -> line.contains("2 new, 0 changed, 0 archived"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "applications:\n", "applications: []\n", "---\n"})
  void thatSaysNothingChangesNothing(String text) throws IOException {
    Files.writeString(file, text);
    look(20);

    assertUntouched();
    assertThat(logged())
        .singleElement()
        .asString()
        .contains("names no application", "./gateway catalog load --force");
  }

  @Test
  void thatWouldRevokeEveryTokenChangesNothing() throws IOException {
    Files.writeString(file, catalog(10, "c".repeat(64)));
    look(10);

    assertUntouched();
    assertThat(logged()).singleElement().asString().contains("would revoke every token, 2 of 2");
  }

  @Test
  void thatWouldArchiveMostJourneysChangesNothing() throws IOException {
    Files.writeString(file, catalog(4, ONE));
    look(10);

    assertUntouched();
    assertThat(logged())
        .singleElement()
        .asString()
        .contains("would archive more than half of the journeys, 6 of 10");
  }

  @Test
  void mayReplaceTheDemonstration() throws IOException {
    Files.copy(Path.of("config/journeys.yaml"), file, StandardCopyOption.REPLACE_EXISTING);
    watch.load(true);
    Files.writeString(file, catalog(1, ONE));
    look(5);

    assertThat(live()).isEqualTo(1);
    assertThat(tokens()).isEqualTo(1);
  }

  @Test
  void thatIsRefusedIsToldOnce() throws IOException {
    Files.writeString(file, "applications:\n  - code: nope\n");
    look(10);

    assertUntouched();
    assertThat(logged())
        .containsExactly(
            "The changed catalogue "
                + file
                + " is refused, the one before stays: line 2: an application code looks like"
                + " XXXXX-XXXXX, not nope");
  }

  @Test
  void thatIsGoneOrCannotBeReadIsToldOnce() throws IOException {
    Files.delete(file);
    look(5);
    Files.createDirectory(file);
    look(8);
    Files.delete(file);
    Files.writeString(file, catalog(11, ONE, OTHER));
    look(5);

    assertThat(live()).isEqualTo(11);
    assertThat(logged()).hasSize(3);
    assertThat(logged().get(0)).endsWith("is gone, what was loaded stays");
    assertThat(logged().get(1)).contains("cannot be read, what was loaded stays: ");
  }

  /** As a mounted configuration is: another file of the same size and time under the name. */
  @Test
  void isReadWhenAnotherOfTheSameSizeAndTimeTakesItsPlace() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    Path next = folder.resolve("next.yaml");
    Files.writeString(next, Files.readString(file).replace("j9", "k9"));
    Files.setLastModifiedTime(next, time);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    look(5);

    assertThat(logged()).singleElement().asString().contains("1 new, 0 changed, 1 archived");
  }

  @Test
  void isLoadedByCommandWhenItIsMeant() throws IOException {
    Files.writeString(file, catalog(1, "c".repeat(64)));
    assertThatThrownBy(() -> watch.load(false))
        .isInstanceOf(CatalogChanges.NeedsForce.class)
        .hasMessage(file + " would revoke every token, 2 of 2");
    assertUntouched();

    assertThat(watch.load(true)).isPresent();
    assertThat(live()).isEqualTo(1);
    assertThat(changes).hasValue(1);
    assertThat(watch.load(true)).as("loaded before").isEmpty();
  }

  @Test
  void tellsWhatAFileWouldChange() {
    CatalogChanges would = watch.check(catalog(3, ONE).getBytes());

    assertThat(would.tokens()).isEqualTo(new CatalogChanges.Tokens(0, 1));
    assertThat(would.journeys()).isEqualTo(new CatalogChanges.Journeys(0, 0, 7));
    assertThat(would.objection()).contains("would archive more than half of the journeys, 7 of 10");
    assertUntouched();
  }

  @Test
  void doesNotMakeAnotherTypeOfATagThatHasValues() throws IOException {
    String changed = catalog(10, ONE, OTHER).replace("type: integer", "type: string");
    long tag =
        database.writing().queryForObject("select id from tag where name = 'Age'", Long.class);
    database
        .writing()
        .update(
            "insert into device_tag_number (tag_id, tag_value, device_id) values (?, 30, 1)", tag);
    Files.writeString(file, changed);
    look(10);

    assertUntouched();
    assertThat(logged())
        .singleElement()
        .asString()
        .endsWith(
            "line 7: tag Age of application AAAAA-00001 is of type integer and has stored values,"
                + " it cannot become string; give the new type a tag of another name");
  }

  @Test
  void makesAnotherTypeOfATagWithoutValues() throws IOException {
    Files.writeString(file, catalog(10, ONE, OTHER).replace("type: integer", "type: string"));
    look(5);

    assertThat(database.writing().queryForObject("select type from tag", String.class))
        .isEqualTo("string");
  }
}
