package dev.journeygateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a window, with a profile of its own. */
public final class Browser implements AutoCloseable {

  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChromeDriver driver;
  private final Path profile;

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  /**
   * Starts one. Where there is no Chromium the test is skipped, or fails where the environment says
   * {@code PAGE_TESTS=required}.
   */
  public static Browser start() {
    if (!CHROMIUM.canExecute() || !DRIVER.canExecute()) {
      String word =
          "no Chromium here, so the page is not tried: apt-get install chromium chromium-driver";
      assertThat(System.getenv("PAGE_TESTS")).as(word).isNotEqualTo("required");
      System.err.println(word);
      Assumptions.abort(word);
    }
    try {
      Path profile = Files.createTempDirectory("journey-gateway-browser-");
      ChromeOptions options = new ChromeOptions();
      options.setBinary(CHROMIUM);
      options.addArguments(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-dev-shm-usage",
          "--force-color-profile=srgb",
          "--user-data-dir=" + profile);
      LoggingPreferences logs = new LoggingPreferences();
      logs.enable(LogType.BROWSER, Level.ALL);
      options.setCapability("goog:loggingPrefs", logs);
      ChromeDriverService service =
          new ChromeDriverService.Builder()
              .usingDriverExecutable(DRIVER)
              .usingAnyFreePort()
              .withSilent(true)
              .build();
      return new Browser(new ChromeDriver(service, options), profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
    try (var files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // What the browser still holds goes with the machine's temporary files.
    }
  }

  public void open(String url) {
    driver.get(url);
  }

  /** Makes the window so large. */
  public void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Asks for light or dark. */
  public void scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Every element that a CSS selector finds now. */
  public List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** The first element that a CSS selector finds, once there is one. */
  public WebElement one(String css) {
    return Awaitility.await(css)
        .atMost(PATIENCE)
        .until(() -> all(css), found -> !found.isEmpty())
        .get(0);
  }

  /** All visible text of the page. */
  public String text() {
    return (String) script("return document.body.innerText");
  }

  /** Waits for a text; one that needs several looks is compared with single blanks. */
  public void waitFor(String text) {
    Awaitility.await("the page shows " + text)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(flat(text())).contains(flat(text)));
  }

  /** Waits until a text is gone. */
  public void waitUntilGone(String text) {
    Awaitility.await("the page no more shows " + text)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(flat(text())).doesNotContain(flat(text)));
  }

  /** The texts of elements, with single blanks. */
  public List<String> texts(String css) {
    return Awaitility.await()
        .ignoreException(StaleElementReferenceException.class)
        .until(
            () -> all(css).stream().map(WebElement::getText).map(Browser::flat).toList(),
            found -> true);
  }

  /** Thin and other blanks as one plain blank. */
  public static String flat(String text) {
    return text.replaceAll("[\\s\\u2009\\u00a0]+", " ").strip();
  }

  /** Clicks on the button or link of that text: in a question, else in the view, else around it. */
  public void click(String text) {
    Awaitility.await("a button " + text)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                all("dialog button, main button, main [role=button], header button, header a")
                    .stream()
                    .filter(one -> one.isDisplayed() && flat(one.getText()).equals(text))
                    .min(Comparator.comparingInt(Browser::distance))
                    .map(
                        one -> {
                          one.click();
                          return true;
                        })
                    .orElse(false));
  }

  private static int distance(WebElement one) {
    for (String around : List.of("dialog", "main")) {
      if (!one.findElements(By.xpath("ancestor::" + around)).isEmpty()) {
        return around.equals("dialog") ? 0 : 1;
      }
    }
    return 2;
  }

  /** Puts a text into a field, as if it was typed. */
  public void type(String css, String text) {
    WebElement field = one(css);
    field.clear();
    field.sendKeys(text);
  }

  public Object script(String script, Object... args) {
    return driver.executeScript(script, args);
  }

  /**
   * What the console has said since it was last asked. For a file that is opened alone the browser
   * looks for an icon, whenever it finds the time, and notes that there is none: that is left out.
   */
  public List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .filter(line -> !line.contains("/favicon.ico"))
        .toList();
  }

  /** What axe finds to violate WCAG A and AA, each with the places. */
  public List<String> violations() {
    return new AxeBuilder()
            .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"))
            .analyze(driver)
            .getViolations()
            .stream()
            .map(Browser::word)
            .toList();
  }

  private static String word(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + rule.getNodes().stream().map(node -> "\n  " + node.getHtml()).limit(3).toList();
  }

  /** Writes what is to be seen as a PNG. */
  public void shoot(Path png) {
    try {
      Files.createDirectories(png.toAbsolutePath().getParent());
      Files.write(png, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
