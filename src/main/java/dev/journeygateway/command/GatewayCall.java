package dev.journeygateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One call of a command to a gateway. */
final class GatewayCall {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final GatewayOptions gateway;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  GatewayCall(GatewayOptions gateway) {
    this.gateway = gateway;
  }

  /** A gateway said no, or nothing. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /**
   * The answer's body.
   *
   * @throws Refused when the answer is neither 200 nor 202
   */
  JsonNode ask(String method, String path) throws Refused, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.url(path))
            .header("Authorization", gateway.authorization())
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode body = JSON.readTree(answer.body());
      if (answer.statusCode() != 200 && answer.statusCode() != 202) {
        throw new Refused(answer.statusCode() + " " + body.path("message").asText(answer.body()));
      }
      return body;
    } catch (IOException e) {
      throw new Refused("no answer from " + gateway.url("/") + ": " + e);
    }
  }

  /** A text as it travels in a path or a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
