package dev.journeygateway.delivery;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.Certificate;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A destination over TLS whose certificate is a company's own, in the trust store that the JVM is
 * given: a call that fails before it is sent is made again, whatever the reason.
 */
class TlsIT {

  private static final Map<String, String> TRUST =
      Map.of(
          "javax.net.ssl.trustStore", "", "javax.net.ssl.trustStorePassword", Certificate.PASSWORD);

  @TempDir static Path folder;

  private static SSLContext trusted;
  private static SSLContext unknown;
  private static SSLContext misnamed;
  private static ScriptedService service;
  private static RunningGateway gateway;

  @BeforeAll
  static void start() throws IOException, InterruptedException, GeneralSecurityException {
    Certificate own = Certificate.of("localhost", folder);
    Certificate elsewhere = Certificate.of("elsewhere.example.com", folder);
    trusted = own.ssl();
    unknown = Certificate.of("localhost", folder).ssl();
    misnamed = elsewhere.ssl();
    TRUST.forEach(System::setProperty);
    System.setProperty(
        "javax.net.ssl.trustStore",
        Certificate.trustStore(folder.resolve("trusted.p12"), own, elsewhere).toString());
    service = new ScriptedService();
    gateway =
        RunningGateway.startWith(
            Hosted.catalog(service.port(), "period: 50ms, timeout: 1s").replace("http:", "https:"),
            "PEER_TOKEN=start-and-read");
  }

  @AfterAll
  static void stop() throws IOException {
    TRUST.keySet().forEach(System::clearProperty);
    gateway.close();
    service.close();
  }

  private static String request(String user) {
    return uuid(gateway.post("running", "{\"users\": [\"" + user + "\"]}"));
  }

  private static JsonNode delivery(String request) {
    return json(gateway.get("/api/start-requests/" + request + "/deliveries")).at("/deliveries/0");
  }

  @Test
  void callsAServiceWhoseCertificateIsInTheTrustStore() {
    service.secure(trusted);

    gateway.await(request("trusted"), "done");

    assertThat(service.calls).last().asString().contains("[\"trusted\"]");
  }

  @Test
  void keepsACallToACertificateThatIsNotTrustedAndSaysWhatToDo() {
    assertThat(keepsACallUntilTheServiceIsTrusted("unknown", unknown))
        .isEqualTo(
            "the certificate of the destination is not trusted (unable to find valid certification"
                + " path to requested target); a CA of your own goes into a trust store, see"
                + " docs/hosted-service.md");
  }

  @Test
  void keepsACallToACertificateOfAnotherHost() {
    assertThat(keepsACallUntilTheServiceIsTrusted("misnamed", misnamed))
        .isEqualTo(
            "SSLPeerUnverifiedException: Certificate for <localhost> doesn't match any of the"
                + " subject alternative names: [elsewhere.example.com]");
  }

  @Test
  void keepsACallToAServiceThatSpeaksNoTls() {
    assertThat(keepsACallUntilTheServiceIsTrusted("plain", null)).isNotBlank();
  }

  private static String keepsACallUntilTheServiceIsTrusted(String user, SSLContext first) {
    int before = service.calls.size();
    service.secure(first);
    String request = request(user);
    JsonNode kept =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> delivery(request), call -> call.hasNonNull("message"));
    assertThat(kept.get("state").asText()).as(kept.toString()).isEqualTo("waiting");
    assertThat(kept.get("attempts").asInt()).isZero();
    assertThat(service.calls).as("nothing was sent").hasSize(before);

    service.secure(trusted);
    assertThat(gateway.await(request, "done").at("/counts/entered").asInt()).isEqualTo(1);
    assertThat(service.calls).as("one call").hasSize(before + 1);
    return kept.get("message").asText();
  }
}
