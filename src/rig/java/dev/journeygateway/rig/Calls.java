package dev.journeygateway.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.journeygateway.rig.Answer.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Calls of one gateway. Nothing is ever sent again behind the caller's back. */
final class Calls {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TIMELY = Set.of("RATE_LIMITED", "IDEMPOTENCY_KEY_IN_USE");
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String base;

  Calls(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  /**
   * Starts a journey for some users; {@code key} may be null. The attribute's value is a request's
   * own, so that no two that wait are alike and share a slot.
   */
  Answer start(String journey, List<String> users, String key) {
    StringBuilder body = new StringBuilder("{\"payload\": {\"users\": [");
    for (int i = 0; i < users.size(); i++) {
      body.append(i == 0 ? "\"" : ", \"").append(users.get(i)).append('"');
    }
    body.append("], \"attribute_values\": {\"promo_code\": \"")
        .append(users.get(0))
        .append("\"}}}");
    return start(journey, body.toString(), key);
  }

  /** Sends any body to a journey. */
  Answer start(String journey, String body, String key) {
    return start(journey, body, key, false);
  }

  /**
   * Sends any body to a journey.
   *
   * @param dryRun whether it is only counted who would enter; an answer to that has no name
   */
  Answer start(String journey, String body, String key, boolean dryRun) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    base
                        + "/api/journey/"
                        + journey
                        + "/start/external"
                        + (dryRun ? "?dry_run=true" : "")))
            .timeout(PATIENCE)
            .header("Authorization", "Api " + Catalogue.TOKEN)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    try {
      return answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return Answer.none(Kind.UNSENT, e);
    } catch (IOException e) {
      return Answer.none(Kind.UNKNOWN, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.none(Kind.UNKNOWN, e);
    }
  }

  /** Sends a list as it is made, for as long as that takes. */
  Answer upload(String journey, String name, Iterable<byte[]> list) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(base + "/api/journey/" + journey + "/start/list?name=" + name))
            .timeout(LONG_PATIENCE)
            .header("Authorization", "Api " + Catalogue.TOKEN)
            .header("Content-Type", "text/csv")
            .POST(HttpRequest.BodyPublishers.ofByteArrays(list))
            .build();
    try {
      return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Answer.none(Kind.UNKNOWN, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.none(Kind.UNKNOWN, e);
    }
  }

  private static Answer answer(HttpResponse<String> response) throws IOException {
    int status = response.statusCode();
    int retryAfter = response.headers().firstValue("Retry-After").map(Integer::valueOf).orElse(-1);
    JsonNode body = response.body().isBlank() ? null : JSON.readTree(response.body());
    if (status == 200 || status == 202) {
      return new Answer(Kind.ACCEPTED, status, body.path("request_uuid").asText(), retryAfter);
    }
    String reason =
        body == null
            ? ""
            : body.findValue("reason") == null
                ? response.body()
                : body.findValue("reason").asText();
    // Every request of the load is right, so it can only come too early or twice at once.
    boolean timely = TIMELY.contains(reason);
    Kind kind = status == 503 ? Kind.UNAVAILABLE : timely ? Kind.REFUSED : Kind.BROKEN;
    return new Answer(kind, status, reason, retryAfter);
  }

  /** Cancels a request; empty when that was not answered, or the request had ended. */
  Optional<JsonNode> cancel(String request) {
    return body(
        HttpRequest.newBuilder(URI.create(base + "/api/start-requests/" + request)).DELETE());
  }

  /** Where a request stands; empty when the gateway cannot be asked. */
  Optional<JsonNode> status(String request) {
    return body(HttpRequest.newBuilder(URI.create(base + "/api/start-requests/" + request)).GET());
  }

  private Optional<JsonNode> body(HttpRequest.Builder call) {
    try {
      HttpResponse<String> answer =
          http.send(
              call.timeout(PATIENCE).header("Authorization", "Api " + Catalogue.TOKEN).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? Optional.of(JSON.readTree(answer.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Whether readiness answers 200. */
  boolean ready() {
    HttpResponse<String> answer = get("/actuator/health/readiness", Duration.ofSeconds(3));
    return answer != null && answer.statusCode() == 200;
  }

  /**
   * The names of requests that have not come to their end; null when the gateway cannot be asked.
   */
  Set<String> unfinished() {
    Set<String> names = new HashSet<>();
    for (String state : List.of("accepted", "processing", "held", "delivering")) {
      String after = "";
      do {
        HttpResponse<String> page =
            get(
                "/api/start-requests?limit=1000&state="
                    + state
                    + (after.isEmpty() ? "" : "&after=" + after),
                PATIENCE);
        if (page == null || page.statusCode() != 200) {
          return null;
        }
        try {
          JsonNode body = JSON.readTree(page.body());
          body.get("start_requests").forEach(one -> names.add(one.get("request_uuid").asText()));
          after = body.path("after").asText("");
        } catch (IOException e) {
          return null;
        }
      } while (!after.isEmpty());
    }
    return names;
  }

  /** Whether it can be asked and nothing is unfinished. */
  boolean idle() {
    Set<String> unfinished = unfinished();
    return unfinished != null && unfinished.isEmpty();
  }

  /** One figure of /actuator/prometheus; -1 when there is none. */
  double metric(String name) {
    HttpResponse<String> answer = get("/actuator/prometheus", PATIENCE);
    if (answer == null) {
      return -1;
    }
    return answer
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  private HttpResponse<String> get(String path, Duration patience) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(base + path))
              .timeout(patience)
              .header("Authorization", "Api " + Catalogue.TOKEN)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
