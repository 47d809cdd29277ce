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

/** A running gateway that a command asks. */
final class GatewayApi {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final GatewayOptions gateway;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  GatewayApi(GatewayOptions gateway) {
    this.gateway = gateway;
  }

  /** A gateway said no, or nothing. */
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  JsonNode get(String path) throws Refused, InterruptedException {
    return ask("GET", path, null);
  }

  /**
   * The answer of a call.
   *
   * @param body JSON; null for none
   */
  JsonNode ask(String method, String path, String body) throws Refused, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.url(path))
            .header("Authorization", gateway.authorization())
            .timeout(Duration.ofSeconds(10))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      JsonNode json = JSON.readTree(answer.body());
      if (answer.statusCode() != 200) {
        throw new Refused(answer.statusCode() + " " + json.path("message").asText(answer.body()));
      }
      return json;
    } catch (IOException e) {
      throw new Refused("no answer from " + gateway.url("/") + ": " + e);
    }
  }

  /** A part of a path, as it is written in one. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
