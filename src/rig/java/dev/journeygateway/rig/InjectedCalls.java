package dev.journeygateway.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.journeygateway.rig.Answer.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Calls with any text in their path, token and headers. */
final class InjectedCalls {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  InjectedCalls(int port) {
    this.port = port;
  }

  /**
   * One call.
   *
   * @return with the reason of a refusal; broken is what no text may bring about: 500 and above,
   *     and no answer at all
   */
  Answer start(String journey, String token, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + port
                        + "/api/journey/"
                        + URLEncoder.encode(journey, StandardCharsets.UTF_8).replace("+", "%20")
                        + "/start/external"))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Api " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      JsonNode answer = response.body().isBlank() ? null : JSON.readTree(response.body());
      int status = response.statusCode();
      if (status == 200) {
        return new Answer(Kind.ACCEPTED, status, answer.get("request_uuid").asText(), -1);
      }
      JsonNode reason = answer == null ? null : answer.findValue("reason");
      return new Answer(
          status >= 500 ? Kind.BROKEN : Kind.REFUSED,
          status,
          reason == null ? response.body() : reason.asText(),
          -1);
    } catch (IOException e) {
      return Answer.none(Kind.BROKEN, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.none(Kind.UNKNOWN, e);
    }
  }
}
