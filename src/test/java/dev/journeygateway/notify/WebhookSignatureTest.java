package dev.journeygateway.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static String signed(String... secrets) {
    return WebhookSignature.of(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}", List.of(secrets));
  }

  /** The example that libraries of the standard are tested with. */
  @Test
  void signsAsThePublishedExample() {
    assertThat(signed(SECRET)).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void signsWithBothSecretsWhileOneIsRotated() {
    String other = "whsec_" + "A".repeat(32);

    assertThat(signed(other, SECRET)).isEqualTo(signed(other) + " " + signed(SECRET));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "whsec_", "whsec_AAAA", "whsec_not base64 at all, is it?"})
  void refusesASecretThatIsNone(String secret) {
    assertThatThrownBy(() -> signed(secret))
        .hasMessageStartingWith("the secret must be whsec_ followed by 24 to 64 bytes in Base64")
        .hasMessageNotContaining("not base64");
  }
}
