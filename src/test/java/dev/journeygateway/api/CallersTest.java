package dev.journeygateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.access.ApiTokens;
import dev.journeygateway.access.Caller;
import dev.journeygateway.access.Scope;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallersTest {

  private final ApiTokens tokens =
      new ApiTokens(() -> List.of(token("admin"), token("a-token-of-our-own")));

  private static ApiTokens.ApiToken token(String token) {
    return new ApiTokens.ApiToken(
        HexFormat.of().parseHex(ApiTokens.sha256Hex(token)),
        new Caller(Set.of("AAAAA-00001"), Set.of(Scope.START)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"})
  void takesTheDemonstrationsTokenFromThisMachineAlone(String elsewhere)
      throws UnknownHostException {
    InetAddress peer = InetAddress.getByName(elsewhere);

    assertThatThrownBy(() -> Callers.of("Api admin", tokens, peer)).hasMessage("invalid api token");
    assertThat(Callers.of("Api a-token-of-our-own", tokens, peer).may(Scope.START)).isTrue();
  }

  @Test
  void takesTheDemonstrationsTokenFromALoopbackAddress() throws UnknownHostException {
    for (String here : List.of("127.0.0.1", "127.1.2.3", "::1")) {
      assertThat(Callers.of("Api admin", tokens, InetAddress.getByName(here)).may(Scope.START))
          .isTrue();
    }
  }
}
