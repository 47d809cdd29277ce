package dev.journeygateway.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.journeygateway.JourneyGateway;
import dev.journeygateway.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.boot.web.embedded.jetty.JettyWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The whole gateway in this process: real sockets, a real broker with its journal and a real
 * database, in a folder of its own.
 */
public final class RunningGateway implements AutoCloseable {

  public static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Path folder;
  private final List<String> settings;
  private ConfigurableApplicationContext context;

  private RunningGateway(Path folder, List<String> settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * Starts a gateway with the catalogue of the tests; settings are as on the command line, without
   * the dashes.
   */
  public static RunningGateway start(String... settings) {
    try (var catalog = RunningGateway.class.getResourceAsStream("/catalog/journeys.yaml")) {
      return startWith(new String(catalog.readAllBytes(), StandardCharsets.UTF_8), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a gateway with a catalogue of its own. */
  public static RunningGateway startWith(String catalog, String... settings) {
    try {
      Path folder = Files.createTempDirectory("journey-gateway-");
      Files.writeString(folder.resolve("journeys.yaml"), catalog);
      RunningGateway gateway = new RunningGateway(folder, List.of(settings));
      gateway.startAgain();
      return gateway;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the stopped gateway in the folder it had. */
  public void startAgain(String... more) {
    List<String> args = new ArrayList<>();
    args.add("--server.port=0");
    args.add("--gateway.data-dir=" + folder.resolve("data"));
    args.add("--gateway.inbox=" + folder.resolve("inbox"));
    args.add("--gateway.catalog=" + folder.resolve("journeys.yaml"));
    args.add("--gateway.http.max-ids=1000");
    settings.forEach(setting -> args.add("--" + setting));
    Stream.of(more).forEach(setting -> args.add("--" + setting));
    context = JourneyGateway.application().run(args.toArray(String[]::new));
  }

  public void stop() {
    context.close();
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public Path folder() {
    return folder;
  }

  public Path catalog() {
    return folder.resolve("journeys.yaml");
  }

  public int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /** What listens on {@link #port}. */
  public ServerConnector connector() {
    WebServer server = ((WebServerApplicationContext) context).getWebServer();
    return ((JettyWebServer) server).getServer().getBean(ServerConnector.class);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public JdbcTemplate jdbc() {
    return bean(JdbcTemplate.class);
  }

  /** Sends any request. A body of null sends none. */
  public HttpResponse<String> send(
      String method, String path, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    headers.forEach(request::header);
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts a journey with the token that may. */
  public HttpResponse<String> post(String journey, String payload, String... moreHeaders) {
    Map<String, String> headers = new java.util.HashMap<>();
    headers.put("Authorization", "Api start-and-read");
    headers.put("Content-Type", "application/json");
    for (int i = 0; i < moreHeaders.length; i += 2) {
      headers.put(moreHeaders[i], moreHeaders[i + 1]);
    }
    return send(
        "POST",
        "/api/journey/" + journey + "/start/external",
        headers,
        "{\"payload\": " + payload + "}");
  }

  /** Asks with the token that may. */
  public HttpResponse<String> get(String path, String... moreHeaders) {
    Map<String, String> headers = new java.util.HashMap<>();
    headers.put("Authorization", "Api start-and-read");
    for (int i = 0; i < moreHeaders.length; i += 2) {
      headers.put(moreHeaders[i], moreHeaders[i + 1]);
    }
    return send("GET", path, headers, null);
  }

  public static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(response.body(), e);
    }
  }

  /** The uuid of an accepted answer; fails when it is none. */
  public static String uuid(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return json(response).get("request_uuid").asText();
  }

  public JsonNode status(String requestUuid) {
    return json(get("/api/start-requests/" + requestUuid));
  }

  /** Waits until a request is in a state, and answers its status. */
  public JsonNode await(String requestUuid, String state) {
    return Awaitility.await(requestUuid + " becomes " + state)
        .atMost(Duration.ofSeconds(60))
        .until(() -> status(requestUuid), status -> state.equals(status.path("state").asText()));
  }

  /** Makes the database refuse entries of these people, as rows that do not fit. */
  public void refuseEntriesOf(String like) {
    jdbc().update("delete from entry where user_id like '" + like + "'");
    if (bean(Database.class).embedded()) {
      jdbc()
          .execute(
              "create trigger broken before insert on entry when new.user_id like '"
                  + like
                  + "' begin select raise(abort, 'broken'); end");
    } else {
      jdbc()
          .execute(
              "alter table entry add constraint broken check (user_id not like '" + like + "')");
    }
  }

  /** Undoes {@link #refuseEntriesOf}, where it was done. */
  public void takeAllEntries() {
    jdbc()
        .execute(
            bean(Database.class).embedded()
                ? "drop trigger if exists broken"
                : "alter table entry drop constraint if exists broken");
  }

  /** Frees every slot, as if the period had passed. */
  public void letThePeriodPass() {
    jdbc().update("update permit set granted_at = '1970-01-01T00:00:00.000000Z'");
    bean(dev.journeygateway.limit.RateLimitCache.class).forget();
  }
}
