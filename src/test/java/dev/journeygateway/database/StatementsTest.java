package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
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
