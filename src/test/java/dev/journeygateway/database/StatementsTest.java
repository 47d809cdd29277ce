package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.namedparam.EmptySqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;

/** Every statement is understood by the databases that it is for. */
class StatementsTest {
  private static final Path SQL = Path.of("src/main/resources/sql");

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString().replace(".sql", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isUnderstood(TestDatabase kind) throws IOException {
    Database database = kind.migrated();
    Dialect dialect = Dialect.valueOf(kind.name());
    SqlFiles files = new SqlFiles(dialect);
    Set<String> names = names(SQL);
    names.addAll(names(SQL.resolve(dialect.folder())));
    assertThat(names).hasSizeGreaterThan(50);

    for (String name : names) {
      String text =
          NamedParameterUtils.substituteNamedParameters(
              files.text(name), EmptySqlParameterSource.INSTANCE);
      database
          .writing()
          .execute(
              (ConnectionCallback<Void>)
                  connection -> {
                    try (var statement = connection.prepareStatement(text)) {
                      // PostgreSQL prepares when it is asked what the statement needs.
                      assertThat(statement.getParameterMetaData()).as(name).isNotNull();
                      return null;
                    }
                  });
    }
  }

  /** Tables that have a row for each person or request, and so become long. */
  private static final Set<String> LONG_TABLES =
      Set.of(
          "start_request",
          "entry",
          "outcome",
          "chunk",
          "delivery",
          "delivery_request",
          "delivery_share",
          "delivery_person",
          "audience_member",
          "webhook_message",
          "webhook_attempt");

  /** Those that count all there is. */
  private static final Set<String> WALKS =
      Set.of("count-all-start-requests", "count-calls-by-state");

  /** From end to end, or through a time that may be all there was. */
  private static final Pattern WALK =
      Pattern.compile(
          "^(?=SCAN|.* USING PRIMARY KEY \\(request_uuid>\\? AND request_uuid<\\?\\))\\w+ (\\w+)");

  @Test
  void walksNoLongTable() throws IOException {
    Database database = TestDatabase.SQLITE.migrated();
    SqlFiles files = new SqlFiles(Dialect.SQLITE);
    Set<String> names = names(SQL);
    names.addAll(names(SQL.resolve(Dialect.SQLITE.folder())));
    names.removeAll(WALKS);

    for (String name : names) {
      String text =
          NamedParameterUtils.substituteNamedParameters(
              files.text(name), EmptySqlParameterSource.INSTANCE);
      List<String> walked =
          database
              .writing()
              .query("explain query plan " + text, (row, number) -> row.getString("detail"))
              .stream()
              .map(WALK::matcher)
              .filter(Matcher::find)
              .map(found -> found.group(1))
              .filter(alias -> LONG_TABLES.stream().anyMatch(table -> isCalled(text, table, alias)))
              .toList();
      assertThat(walked).as(name).isEmpty();
    }
  }

  private static boolean isCalled(String text, String table, String alias) {
    return alias.equals(table) || text.matches("(?s).*\\b" + table + "\\s+" + alias + "\\b.*");
  }

  @Test
  void isAskedForSomewhere() throws IOException {
    Set<String> names = names(SQL);
    names.addAll(names(SQL.resolve("sqlite")));
    names.addAll(names(SQL.resolve("postgresql")));
    String code;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      code =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(StatementsTest::read)
              .collect(Collectors.joining());
    }
    assertThat(names).allSatisfy(name -> assertThat(code).contains("\"" + name + "\""));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
