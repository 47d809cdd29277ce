package dev.journeygateway.page;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.journeygateway.support.Browser;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator does on the page, with a destination and a webhook that are real. */
@Tag("slow")
class PageActionsIT {

  private static final String CATALOG =
      """
      destinations:
        - {name: hosted, type: journey-api, url: "%1$s", token: "${PEER_TOKEN}", period: 0s}
      applications:
        - code: AAAAA-00001
          tokens:
            # start-and-read
            - {sha256: da34f7bf798b84fcb7f214cb6a9c81eccdd0222b88d6564954420326601edc73, scopes: [start, read]}
            # administrator
            - {sha256: 4194d1706ed1f408d5e02d672777019f4d5385c766a8c6ca8acba3167d36a7b9, scopes: [admin]}
          webhooks:
            - {name: team, url: "%1$s/hook", secret: "${HOOK_SECRET}", events: [request.done]}
          journeys:
            - {id: home, title: At home, state: running, entry-points: [{id: api, limit: {period: 0s}}]}
            - {id: away, title: Away, state: running, destination: hosted, entry-points: [{id: api, limit: {period: 0s}}]}
      """;

  private static HttpServer others;
  private static volatile boolean silent;
  private static RunningGateway gateway;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start();
    others = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    others.createContext(
        "/",
        call -> {
          call.getRequestBody().readAllBytes();
          if (silent) {
            // It has the request, and nobody learns what became of it.
            call.close();
            return;
          }
          byte[] answer =
              "{\"request_uuid\": \"%s\"}"
                  .formatted(UUID.randomUUID())
                  .getBytes(StandardCharsets.UTF_8);
          call.getResponseHeaders().add("Content-Type", "application/json");
          call.sendResponseHeaders(200, answer.length);
          try (OutputStream body = call.getResponseBody()) {
            body.write(answer);
          }
        });
    others.start();
    String url = "http://localhost:" + others.getAddress().getPort();
    gateway =
        RunningGateway.startWith(
            CATALOG.formatted(url),
            "PEER_TOKEN=any",
            "HOOK_SECRET=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "gateway.webhooks.allow-internal=localhost",
            "gateway.files.settle=0s",
            "gateway.files.bad-rows=skip");
    browser.size(1400, 900);
    browser.scheme("light");
    browser.open("http://localhost:" + gateway.port() + "/ui/");
    browser.type("input[name=token]", "administrator");
    browser.click("Open");
    browser.one("header.top");
  }

  @AfterAll
  static void stop() {
    if (gateway != null) {
      gateway.close();
    }
    if (others != null) {
      others.stop(0);
    }
    browser.close();
  }

  @AfterEach
  void nothingIsWrong() {
    assertThat(browser.violations()).isEmpty();
    assertThat(browser.console()).isEmpty();
  }

  private static void view(String hash) {
    browser.script("location.hash = arguments[0]", "#/" + hash);
    browser.waitUntilGone("Reading");
  }

  private static JsonNode api(String path) {
    HttpResponse<String> answer =
        gateway.send("GET", path, Map.of("Authorization", "Api administrator"), null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static String post(String journey, String user) {
    return uuid(gateway.post(journey, "{\"users\": [\"" + user + "\"]}"));
  }

  @Test
  void holdsAJourneyAndReleasesIt() {
    view("journeys/home");
    browser.click("Hold");
    browser.waitFor("Hold this journey?");
    browser.click("Hold it");
    browser.waitFor("Held.");
    assertThat(api("/api/journeys/home").get("state").asText()).isEqualTo("held");

    browser.click("Release");
    browser.click("Release it");
    browser.waitFor("Released.");
    assertThat(api("/api/journeys/home").get("state").asText()).isEqualTo("running");

    view("audit");
    browser.waitFor("journey held");
    browser.waitFor("journey released");
    assertThat(browser.texts("main tbody tr").get(0)).contains("journey home");
  }

  @Test
  void stopsADestinationAndResumesIt() {
    view("destinations");
    browser.waitFor("hosted");
    browser.click("Stop");
    browser.click("Stop it");
    browser.waitFor("stopped");
    String waits = post("away", "patient");
    browser.waitFor("hosted journey-api ✕ stopped 1");
    assertThat(api("/api/destinations").at("/destinations/0/state").asText()).isEqualTo("stopped");

    browser.click("Resume");
    browser.click("Resume it");
    gateway.await(waits, "done");
    browser.waitUntilGone("stopped");
  }

  @Test
  void decidesWhatBecameOfACallWhoseAnswerNeverCame() {
    silent = true;
    String unknown = post("away", "somebody");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> api("/api/destinations").at("/destinations/0/unknown").asInt() == 1);
    silent = false;
    view("requests/" + unknown);
    browser.waitFor("unknown");

    view("destinations");
    browser.click("Delivered");
    browser.waitFor("Resolve 1 call of unknown outcome?");
    browser.click("They were delivered");

    assertThat(gateway.await(unknown, "done").at("/counts/entered").asInt()).isEqualTo(1);
    browser.waitFor("Resolved 1.");
  }

  @Test
  void showsWhatAWebhookWasToldAndTellsItAgain() {
    String done = post("home", "told");
    gateway.await(done, "done");
    view("webhooks");
    browser.waitFor("team");
    browser.click("Attempts");
    browser.waitFor("request.done");
    browser.waitFor("200");

    browser.click("Replay");
    browser.click("Send again");
    browser.waitFor("again.");
    assertThat(browser.text()).doesNotContain("Sends 0 again");
    view("audit");
    browser.waitFor("webhook replayed");
  }

  @Test
  void erasesAPersonAndShowsTheReceipt() {
    gateway.await(post("home", "forget-me"), "done");
    view("person/forget-me");
    browser.waitFor("At home");
    browser.click("Erase");
    browser.waitFor("Erase this person?");
    browser.click("Erase for good");
    browser.waitFor("Erased: ");
    assertThat(browser.text()).doesNotContain("nothing was there");

    assertThat(api("/api/people/forget-me").get("requests")).isEmpty();
    view("audit");
    browser.waitFor("person erased");
  }

  @Test
  void savesTheRejectedRowsOfAList() throws IOException {
    Path inbox = Files.createDirectories(gateway.folder().resolve("inbox/home"));
    Path part =
        Files.writeString(
            gateway.folder().resolve("part"), "user_id\nann\n" + "x".repeat(300) + "\n");
    Files.move(part, inbox.resolve("some.csv"));
    String list =
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    api("/api/start-requests?file=some.csv")
                        .at("/start_requests/0/request_uuid")
                        .asText(),
                found -> !found.isEmpty());
    gateway.await(list, "done");

    view("requests/" + list);
    browser.waitFor("rejected 1");
    browser.script(
        "window.saved = [];"
            + "const make = URL.createObjectURL;"
            + "URL.createObjectURL = (blob) => { blob.text().then((text) => window.saved.push(text));"
            + " return make.call(URL, blob); };");
    browser.click("Download rejects");
    browser.waitFor("Saved.");
    Awaitility.await().until(() -> !((List<?>) browser.script("return window.saved")).isEmpty());
    assertThat(((List<?>) browser.script("return window.saved")).get(0).toString())
        .contains("xxx")
        .contains("line");
  }
}
