package dev.journeygateway.access;

import dev.journeygateway.access.ApiTokens.ApiToken;
import dev.journeygateway.database.Database;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the tokens in force from the database. */
final class JdbcApiTokens {

  private final Database database;

  public JdbcApiTokens(Database database) {
    this.database = database;
  }

  /** Every token that is not revoked. */
  public List<ApiToken> inForce() {
    Map<String, Set<String>> applications = new HashMap<>();
    Map<String, Set<Scope>> scopes = new HashMap<>();
    Map<String, String> hints = new HashMap<>();
    database
        .ask("find-api-tokens")
        .each(
            row -> {
              String sha256 = row.text("sha256");
              applications
                  .computeIfAbsent(sha256, any -> new HashSet<>())
                  .add(row.text("application_code"));
              hints.put(sha256, hint(row.text("hint"), sha256));
              scopes.put(
                  sha256,
                  Arrays.stream(row.text("scopes").split(","))
                      .map(scope -> Scope.valueOf(scope.toUpperCase(Locale.ROOT)))
                      .collect(Collectors.toUnmodifiableSet()));
            });
    List<ApiToken> tokens = new ArrayList<>();
    applications.forEach(
        (sha256, codes) ->
            tokens.add(
                new ApiToken(
                    HexFormat.of().parseHex(sha256),
                    new Caller(Set.copyOf(codes), scopes.get(sha256), hints.get(sha256)))));
    return tokens;
  }

  /** As the catalogue says, or the beginning of the token's hash. */
  private static String hint(String hint, String sha256) {
    return hint == null || hint.isBlank() ? "sha256:" + sha256.substring(0, 8) : hint;
  }
}
