package dev.journeygateway.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.journey.References;
import dev.journeygateway.journey.WebhookSettings;
import dev.journeygateway.support.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** One attempt, over real sockets. */
class WebhookClientTest {

  private static final UUID REQUEST = UUID.fromString("01a207ba-eac8-7d77-a16f-896a00312e40");
  private static final Message MESSAGE =
      new Message(
          "msg_1",
          "request.done",
          Optional.of(REQUEST),
          Instant.parse("2026-12-01T09:00:00.25Z"),
          1,
          "{\"request_uuid\":\"" + REQUEST + "\",\"file\":null,\"counts\":{\"entered\":2}}",
          Optional.empty());

  @TempDir static Path folder;
  private static SSLContext ssl;

  private final MockEnvironment environment =
      new MockEnvironment().withProperty("SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  private Receiver receiver;

  @BeforeAll
  static void makeACertificate()
      throws IOException, InterruptedException, GeneralSecurityException {
    ssl = Certificate.of("hooks.example.com", folder).ssl();
  }

  @BeforeEach
  void start() throws IOException {
    receiver = Receiver.plain();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private WebhookClient client(SSLContext trust, ReceiverAddresses.Names names, String... allowed) {
    var internal = WebhookSettings.internal(List.of(allowed)).internal();
    return new WebhookClient(
        new References(environment),
        internal,
        new ReceiverAddresses(internal, names),
        new NotifySettings("https://gateway.example.com/"),
        Duration.ofSeconds(2),
        2,
        trust,
        Clock.systemUTC());
  }

  private AttemptResult send(String url) throws IOException {
    return send(url, "127.0.0.1");
  }

  private AttemptResult send(String url, String... allowed) throws IOException {
    try (WebhookClient client = client(ssl, InetAddress::getAllByName, allowed)) {
      return client.send(new Webhook("AAAAA-00001.team", url, List.of("${SECRET}")), MESSAGE);
    }
  }

  private String url() {
    return "http://127.0.0.1:" + receiver.port() + "/hooks";
  }

  @Test
  void sendsTheMessageAndItsLink() throws IOException {
    assertThat(send(url()).delivered()).isTrue();

    Receiver.Told told = receiver.told.get(0);
    assertThat(told.body())
        .isEqualTo(
            "{\"type\":\"request.done\",\"timestamp\":\"2026-12-01T09:00:00.250000Z\",\"data\":{\"request_uuid\":\""
                + REQUEST
                + "\",\"counts\":{\"entered\":2},\"link\":\"https://gateway.example.com/api/start-requests/"
                + REQUEST
                + "\"}}");
    assertThat(told.headers())
        .containsEntry("content-type", "application/json; charset=UTF-8")
        .containsEntry("webhook-id", "msg_1")
        .containsEntry("user-agent", "journey-gateway");
    assertThat(told.headers().get("webhook-signature"))
        .isEqualTo(
            WebhookSignature.of(
                "msg_1",
                Long.parseLong(told.headers().get("webhook-timestamp")),
                told.body(),
                List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
  }

  @Test
  void takesARedirectForAFailureAndDoesNotFollowIt() throws IOException {
    receiver.next(307, "Location", url());

    assertThat(send(url()).error()).contains("answered 307, a redirect, which is not followed");
    assertThat(receiver.told).hasSize(1);
  }

  @Test
  void tellsWhatTheReceiverAnswered() throws IOException {
    receiver.next(500);
    receiver.next(410);
    receiver.next(429, "Retry-After", "120");
    receiver.next(503, "Retry-After", "Tue, 31 Dec 2999 23:59:59 GMT");
    receiver.next(500, "Retry-After", "120");

    assertThat(send(url()).error()).contains("answered 500");
    assertThat(send(url()).gone()).isTrue();
    assertThat(send(url()).retryAfter()).contains(Duration.ofSeconds(120));
    assertThat(send(url()).retryAfter()).contains(Duration.ofDays(1));
    assertThat(send(url()).retryAfter()).isEmpty();
  }

  @Test
  void givesUpAReceiverThatSaysNothing() throws IOException {
    receiver.silentNext();

    assertThat(send(url()).error()).contains("no answer within 2 s");
  }

  @Test
  void sendsOverHttpOnlyToHostsThatAreListed() throws IOException {
    assertThat(send(url(), "other.example.com").error().orElseThrow())
        .startsWith("the url of webhook AAAAA-00001.team must be https");
    assertThat(receiver.told).isEmpty();
  }

  @Test
  void reachesNoInternalAddressOverHttps() throws IOException {
    try (Receiver secure = Receiver.secure(ssl)) {
      for (String host : List.of("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::1]")) {
        assertThat(send("https://" + host + ":" + secure.port() + "/hooks", "other").error())
            .as(host)
            .get()
            .asString()
            .contains("an internal address");
      }
      // Other writings of the same address: no host of a URL, or an address that is refused.
      for (String host : List.of("2130706433", "0x7f000001", "127.1", "017700000001")) {
        assertThat(send("https://" + host + ":" + secure.port() + "/hooks", "other").error())
            .as(host)
            .isPresent();
      }
      assertThat(secure.told).isEmpty();
    }
  }

  /** A name that is public when it is checked and internal when it is connected to. */
  @Test
  void connectsToTheAddressThatWasCheckedWhateverTheNameSaysNext() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    InetAddress checked = InetAddress.getByName("127.0.0.1");
    InetAddress other = InetAddress.getByName("192.0.2.1");
    try (Receiver secure = Receiver.secure(ssl);
        WebhookClient client =
            client(
                ssl,
                host -> new InetAddress[] {asked.incrementAndGet() == 1 ? checked : other},
                "127.0.0.1")) {
      Webhook webhook =
          new Webhook(
              "AAAAA-00001.team",
              "https://hooks.example.com:" + secure.port() + "/hooks",
              List.of("${SECRET}"));

      assertThat(client.send(webhook, MESSAGE).delivered()).isTrue();
      assertThat(asked).hasValue(1);
      assertThat(client.send(webhook, MESSAGE).error().orElseThrow())
          .startsWith("hooks.example.com is at 192.0.2.1, an internal address");
      assertThat(asked).hasValue(2);
      assertThat(secure.told).hasSize(1);
    }
  }

  @Test
  void sendsToNobodyElsesCertificate() throws IOException, GeneralSecurityException {
    try (Receiver secure = Receiver.secure(ssl)) {
      assertThat(send("https://127.0.0.1:" + secure.port() + "/hooks").error())
          .as("the certificate is for another name")
          .isPresent();
      try (WebhookClient client =
          client(
              SSLContext.getDefault(),
              host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
              "hooks.example.com")) {
        assertThat(
                client
                    .send(
                        new Webhook(
                            "AAAAA-00001.team",
                            "https://hooks.example.com:" + secure.port() + "/hooks",
                            List.of("${SECRET}")),
                        MESSAGE)
                    .error()
                    .orElseThrow())
            .contains("certification path");
      }
      assertThat(secure.told).isEmpty();
    }
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    try (WebhookClient client = client(ssl, InetAddress::getAllByName)) {
      assertThat(
              client
                  .send(
                      new Webhook("AAAAA-00001.team", "https://example.com", List.of("${NONE}")),
                      MESSAGE)
                  .error())
          .contains("the environment variable NONE is not set");
    }
  }
}
