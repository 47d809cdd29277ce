package dev.journeygateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ApiTokensTest {

  private final AtomicLong nanos = new AtomicLong();
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
          },
          nanos::get);

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
  void answersFromMemoryForTwoSeconds() {
    tokens.authenticate("admin");
    stored = List.of();
    nanos.addAndGet(Duration.ofMillis(1999).toNanos());
    assertThat(tokens.authenticate("admin")).isPresent();
    assertThat(reads).hasValue(1);

    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(tokens.authenticate("admin")).as("revoked").isEmpty();
  }

  @Test
  void keepsWhatItKnowsWhileTheDatabaseIsAway() {
    tokens.authenticate("admin");
    away = true;
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());

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
