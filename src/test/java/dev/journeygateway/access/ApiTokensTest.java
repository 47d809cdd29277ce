package dev.journeygateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ApiTokensTest {

  private final AtomicInteger reads = new AtomicInteger();
  private List<ApiTokens.ApiToken> stored = List.of(token("admin"));
  private boolean away;
  private final ApiTokens tokens =
      new ApiTokens(
          () -> {
            reads.incrementAndGet();
            if (away) {
              throw new IllegalStateException("away");
            }
            return stored;
          });

  private static ApiTokens.ApiToken token(String token) {
    return new ApiTokens.ApiToken(
        HexFormat.of().parseHex(ApiTokens.sha256Hex(token)),
        new Caller(Set.of("AAAAA-00001"), Set.of(Scope.START)));
  }

  @Test
  void knowsATokenByItsHash() {
    assertThat(tokens.authenticate("admin")).isPresent();
    assertThat(tokens.authenticate("admin ")).isEmpty();
    assertThat(tokens.authenticate("")).isEmpty();
  }

  @Test
  void answersFromMemoryUntilRefreshed() {
    tokens.authenticate("admin");
    stored = List.of();
    assertThat(tokens.authenticate("admin")).isPresent();
    assertThat(reads).hasValue(1);

    tokens.refresh();
    assertThat(tokens.authenticate("admin")).as("revoked").isEmpty();
  }

  @Test
  void keepsWhatItKnowsWhileTheDatabaseIsAway() {
    tokens.authenticate("admin");
    away = true;

    assertThatIllegalStateException().isThrownBy(tokens::refresh);
    assertThat(tokens.authenticate("admin")).isPresent();
  }

  @Test
  void createsTokensOf256Bits() {
    String token = ApiTokens.create();

    assertThat(token).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(ApiTokens.create());
  }

  @Test
  void hashesAsSha256sumDoes() {
    assertThat(ApiTokens.sha256Hex("admin"))
        .isEqualTo("8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918");
  }
}
