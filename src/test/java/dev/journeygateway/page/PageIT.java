package dev.journeygateway.page;

import static dev.journeygateway.support.RunningGateway.json;
import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.Browser;
import dev.journeygateway.support.PrefixProxy;
import dev.journeygateway.support.RunningGateway;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The operator page in a real browser against a gateway that is busy. With {@code
 * -Dpage.screenshots=<folder>} it leaves a picture of each view there.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageIT {

  private static final String SHOTS = System.getProperty("page.screenshots");
  private static final int WIDE = 1400;
  private static final int NARROW = 360;

  private static PageGateway page;
  private static RunningGateway gateway;
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = Browser.start();
    page =
        PageGateway.start(
            "gateway.files.settle=0s",
            "gateway.chunk-size=100",
            "gateway.files.max-unprocessed-chunks=50",
            "gateway.limit.period=10m");
    gateway = page.gateway();
    browser.size(WIDE, 900);
    browser.scheme("light");
    enter(page.url(), "start-and-read");
    browser.waitFor("Nothing has come yet");
    shots("empty", "overview", "requests", "dead-letters");
    assertClean("the empty overview");
    page.busy();
  }

  @AfterAll
  static void stop() {
    if (page != null) {
      page.close();
    }
    browser.close();
  }

  @BeforeEach
  void aWideLightWindow() {
    browser.size(WIDE, 900);
    browser.scheme("light");
  }

  @AfterEach
  void theConsoleIsEmpty() {
    assertThat(browser.console()).isEmpty();
  }

  private static void enter(String url, String token) {
    // Not the page itself: it would go on asking with the token that is taken away.
    browser.open(url + "/ui/icon.svg");
    browser.script("sessionStorage.clear()");
    browser.open(url + "/ui/");
    browser.type("input[name=token]", token);
    browser.click("Open");
    browser.one("header.top");
  }

  private static void view(String hash) {
    browser.script("location.hash = arguments[0]", "#/" + hash);
  }

  private static void assertClean(String what) {
    assertThat(browser.violations()).as(what).isEmpty();
  }

  private static void shots(String when, String... hashes) {
    if (SHOTS == null) {
      return;
    }
    int number = 0;
    for (String hash : hashes) {
      number++;
      for (String scheme : List.of("light", "dark")) {
        for (int width : List.of(WIDE, NARROW)) {
          browser.scheme(scheme);
          browser.size(width, width == WIDE ? 900 : 1400);
          view(hash);
          browser.waitUntilGone("Reading");
          browser.script("return new Promise(done => setTimeout(done, 300))");
          browser.shoot(
              Path.of(SHOTS)
                  .resolve(
                      String.join(
                              "-",
                              when + number,
                              hash.replaceAll("[^a-z-]+.*", ""),
                              scheme,
                              "" + width)
                          + ".png"));
        }
      }
    }
    browser.scheme("light");
    browser.size(WIDE, 900);
  }

  private static String flat(JsonNode number) {
    return Browser.flat(number.asText().replaceAll("\\B(?=(\\d{3})+$)", " "));
  }

  private static List<String> views() {
    return List.of(
        "overview",
        "overview?range=24h",
        "requests",
        "requests/" + page.done(),
        "requests/" + page.list(),
        "requests/" + page.failed(),
        "person/anna",
        "journeys",
        "journeys/win-back",
        "start/welcome",
        "dead-letters");
  }

  @Test
  @Order(1)
  void showsOnTheOverviewWhatTheApiSays() {
    enter(page.url(), "start-and-read");
    view("overview");
    JsonNode overview = json(gateway.get("/api/overview"));
    JsonNode activity = json(gateway.get("/api/activity"));
    long refused = 0;
    long accepted = 0;
    for (JsonNode one : activity.get("series")) {
      refused += one.get("kind").asText().equals("refused") ? one.get("total").asLong() : 0;
      accepted += one.get("kind").asText().equals("accepted") ? one.get("total").asLong() : 0;
    }
    assertThat(refused).isEqualTo(6);
    browser.waitFor("by rate RATE_LIMITED");
    assertThat(browser.texts("section[aria-label=Refused] .figure a")).containsExactly("6");
    assertThat(browser.texts("section[aria-label=Accepted] .figure a"))
        .containsExactly(Long.toString(accepted));
    assertThat(browser.texts("section[aria-label='Refused, and for what'] tbody tr"))
        .contains(
            "by rate RATE_LIMITED http careful 4",
            "journey not running JOURNEY_NOT_RUNNING http birthday 1",
            "invalid filter INVALID_FILTER http welcome 1");
    assertThat(overview.get("dead_letters").asInt()).isEqualTo(1);
    browser.waitFor("1 dead letter");
    browser.waitFor("all parts up");
    assertThat(browser.texts("section[aria-label='Waiting lines'] tbody tr").get(0))
        .startsWith("Win back win-back-api 1");
    assertThat(browser.texts("section[aria-label='Under way'] tbody tr"))
        .anySatisfy(row -> assertThat(row).contains("<b>winter.csv", "Winter sale", "processing"))
        .anySatisfy(row -> assertThat(row).contains("loyal.csv", "Win back", "slot at"));
    browser.one("section[aria-label=Refused] .figure a").click();
    assertThat(browser.script("return location.hash")).isEqualTo("#/overview/refused?range=1h");
  }

  @Test
  @Order(2)
  void listsTheRequestsOfTheFilterInTheAddressBar() {
    view("requests?state=failed");
    JsonNode failed = json(gateway.get("/api/start-requests?state=failed"));
    browser.waitUntilGone("winter.csv");
    assertThat(browser.texts("main tbody tr")).hasSize(failed.get("start_requests").size());
    assertThat(browser.texts("main tbody tr").get(0))
        .contains("✕ failed", "Welcome series", "http");
    view("requests");
    browser.waitFor("winter.csv");
    assertThat(browser.texts("main tbody tr"))
        .hasSize(json(gateway.get("/api/start-requests")).get("start_requests").size());
    browser.type("input[name=file]", "loyal");
    browser.click("Show");
    browser.waitUntilGone("winter.csv");
    assertThat(browser.script("return location.hash")).isEqualTo("#/requests?file=loyal");
    assertThat(browser.texts("main tbody tr")).hasSize(1);
    browser.type("input[name=uuid]", page.list());
    browser.click("Show");
    browser.waitFor("Request " + page.list());
  }

  @Test
  @Order(3)
  void showsTheWayAndTheCountsOfARequest() {
    view("requests/" + page.done());
    JsonNode status = gateway.status(page.done());
    browser.waitFor("Who did not enter");
    browser.waitFor(
        "requested %s = entered %s + duplicate %s + already entered 0 + unknown %s + rejected 0"
            .formatted(
                status.at("/counts/requested").asText(),
                status.at("/counts/entered").asText(),
                status.at("/counts/duplicate").asText(),
                status.at("/counts/unknown").asText()));
    JsonNode steps =
        json(gateway.get("/api/start-requests/" + page.done() + "/timeline")).get("steps");
    assertThat(browser.texts(".way li")).hasSize(steps.size());
    assertThat(browser.texts(".way li").get(0)).startsWith("✓ received");
    assertThat(browser.texts(".way time")).hasSize(steps.size());
    browser.waitFor("? unknown");
    view("requests/" + page.list());
    browser.waitFor(flat(gateway.status(page.list()).at("/counts/requested")));
    browser.waitFor("still to come");
    view("requests/" + page.waiting());
    browser.waitFor("It waits for its slot, expected at");
  }

  @Test
  @Order(4)
  void takesMarkupInIdsAndNamesForText() {
    view("requests/" + page.done());
    browser.waitFor(PageGateway.MARKUP);
    view(
        "person/"
            + URLEncoder.encode(PageGateway.MARKUP, StandardCharsets.UTF_8).replace("+", "%20"));
    browser.waitFor("Members only");
    view("journeys/news");
    browser.waitFor("<i>News</i> & offers");
    view("requests");
    browser.waitFor("<b>winter.csv");
    assertThat(browser.all("main img, main b, main i")).isEmpty();
    assertThat(browser.script("return document.title")).isEqualTo("Requests – journey-gateway");
  }

  @Test
  @Order(5)
  void countsAFilterAsItIsWrittenAndPointsAtItsFault() {
    view("start/welcome");
    browser.waitFor("Start a journey");
    browser.one("input[value=filter]").click();
    browser.type("textarea", "T(\"City\", eq, \"London\")");
    browser.waitFor("people would enter");
    assertThat(browser.texts("main tbody tr")).containsExactly("T(\"City\", eq, \"London\") 0");
    assertThat(browser.console()).isEmpty();

    browser.type("textarea", "T(\"City\", eq \"London\")");
    String message =
        json(gateway.send(
                "POST",
                "/api/journey/welcome/start/external?dry_run=true",
                Map.of("Authorization", "Api start-and-read", "Content-Type", "application/json"),
                "{\"payload\": {\"filter\": \"T(\\\"City\\\", eq \\\"London\\\")\"}}"))
            .get("message")
            .asText();
    browser.waitFor(message.lines().findFirst().orElseThrow());
    assertThat(browser.script("return document.querySelector('#fault pre').textContent"))
        .isEqualTo(message.substring(message.indexOf('\n') + 1));
    assertThat(browser.all("button[type=submit][disabled]")).hasSize(1);
    assertClean("the fault of a filter");
    // Chromium itself notes each refused call; the page says nothing.
    assertThat(browser.console())
        .isNotEmpty()
        .allMatch(line -> line.contains("dry_run=true") && line.contains("400"));
  }

  @Test
  @Order(6)
  void startsAJourneyAfterOneQuestion() {
    view("start/news");
    browser.waitFor("Start a journey");
    browser.one("input[value=users]").click();
    browser.type("textarea", "eva, finn eva");
    browser.waitFor("2 people would enter");
    browser.click("Start");
    browser.waitFor("For 2 people, now.");
    browser.click("Start it");
    browser.waitFor("Who did not enter");
    String started = ((String) browser.script("return location.hash")).replaceAll(".*/", "");
    assertThat(gateway.status(started).get("door").asText()).isEqualTo("http");
    browser.waitFor("Request " + started);
  }

  @Test
  @Order(7)
  void hasNoFaultOfAccessAndFitsAnyWindow() {
    List<String> faults = new ArrayList<>();
    for (String hash : views()) {
      for (int width : List.of(WIDE, NARROW)) {
        browser.size(width, 900);
        browser.scheme(width == WIDE ? "light" : "dark");
        view(hash);
        browser.one("main h1");
        browser.waitUntilGone("Reading");
        browser.violations().forEach(one -> faults.add(hash + " at " + width + ": " + one));
        Object wider =
            browser.script("return document.documentElement.scrollWidth - window.innerWidth");
        if (((Number) wider).intValue() > 0) {
          faults.add(hash + " is wider than " + width + " by " + wider);
        }
      }
    }
    assertThat(faults).isEmpty();
    shots("busy", views().toArray(String[]::new));
  }

  @Test
  @Order(8)
  void offersAReaderNothingButReading() {
    enter(page.url(), "read-only");
    browser.waitFor("winter.csv");
    assertThat(browser.texts("header.top nav a"))
        .startsWith("Overview", "Requests", "Person", "Journeys", "Dead letters 1")
        .doesNotContain("Start", "Audit");
    for (String hash : views()) {
      view(hash);
      browser.one("main h1");
      browser.waitUntilGone("Reading");
      assertThat(browser.texts("main button, main [role=button]"))
          .as(hash)
          .isSubsetOf("Show", "Clear", "Download outcomes", "More", "First");
    }
    assertThat(browser.script("return document.querySelector('main').innerText").toString())
        .doesNotContain("Start a journey");
    enter(page.url(), "start-only");
    assertThat(browser.texts("header.top nav a")).containsExactly("Start");
    browser.waitFor("Id of the journey");
  }

  @Test
  @Order(9)
  void worksBehindAPrefix() throws Exception {
    try (PrefixProxy proxy = new PrefixProxy("/any/prefix", gateway.port())) {
      enter(proxy.url(), "start-and-read");
      browser.waitFor("all parts up");
      for (String hash : List.of("requests", "journeys", "requests/" + page.done())) {
        view(hash);
        browser.waitFor(hash.equals("journeys") ? "Win back" : "Members only");
      }
      assertThat(browser.script("return location.pathname")).isEqualTo("/any/prefix/ui/");
    }
  }

  @Test
  @Order(10)
  void turnsAwayATokenThatIsUnknown() {
    browser.open(page.url() + "/ui/icon.svg");
    browser.script("sessionStorage.clear()");
    browser.open(page.url() + "/ui/");
    browser.type("input[name=token]", "nobody");
    browser.click("Open");
    browser.waitFor("invalid api token");
    assertClean("the door");
    assertThat(browser.script("return sessionStorage.length")).isEqualTo(0L);
    assertThat(browser.console()).isNotEmpty().allMatch(line -> line.contains("401"));
  }

  @Test
  @Order(11)
  void takesLessThan200KilobytesInAll() {
    enter(page.url(), "start-and-read");
    browser.script("performance.setResourceTimingBufferSize(1000)");
    browser.open(page.url() + "/ui/?size");
    browser.waitFor("all parts up");
    Object bytes =
        browser.script(
            "return performance.getEntries().filter(e => e.encodedBodySize)"
                + ".filter(e => !/\\/api\\//.test(e.name))"
                + ".reduce((all, e) => all + e.encodedBodySize + 300, 0)");
    assertThat(((Number) bytes).intValue()).isBetween(20_000, 200_000);
    Object shown =
        browser.script(
            "return Math.round(performance.getEntries()"
                + ".find(e => /\\/api\\/overview/.test(e.name)).responseEnd)");
    System.err.println("the page takes " + bytes + " bytes, its first view " + shown + " ms");
  }

  @Test
  @Order(12)
  void sendsDeadLettersBackWhenAskedToAndDiscardsOthers() {
    page.goOn();
    enter(page.url(), "administrator");
    view("dead-letters");
    browser.waitFor("the database refused it");
    browser.click("Message");
    browser.waitFor("broken one");
    assertClean("a message that is dead");
    browser.click("Discard all that match");
    browser.waitFor("Discard 1 message?");
    assertClean("a question");
    browser.click("No, leave it");
    assertThat(json(gateway.get("/api/overview")).get("dead_letters").asInt()).isEqualTo(1);
    browser.click("Send back");
    browser.click("Send it back");
    browser.waitFor("No dead letter.");
    gateway.await(page.failed(), "done");
  }

  @Test
  @Order(13)
  void refreshesItselfUntilItIsPaused() {
    enter(page.url(), "start-and-read");
    gateway.letThePeriodPass();
    view("requests?journey=news");
    browser.waitFor("<i>News</i> & offers");
    String first = uuid(gateway.post("news", "{\"users\": [\"anna\"]}"));
    browser.one("a[title='" + first + "']");
    browser.click("Pause");
    browser.waitFor("Go on");
    gateway.letThePeriodPass();
    String second = uuid(gateway.post("news", "{\"users\": [\"anna\"]}"));
    gateway.await(second, "done");
    assertThat(browser.all("a[title='" + second + "']")).isEmpty();
    browser.click("Go on");
    browser.one("a[title='" + second + "']");
  }

  @Test
  @Order(14)
  void saysWhatIsAway() throws Exception {
    gateway.stop();
    browser.waitFor("not reached since");
    assertThat(browser.all("a[title]")).isNotEmpty();
    // What the browser notes of calls that found nobody.
    browser.console();
  }
}
