package dev.journeygateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.OptionalLong;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpRoutesTest {

  private final HttpRoutes routes = new HttpRoutes(1, 10);
  private final Server server = new Server(0);

  @BeforeEach
  void start() throws Exception {
    routes.setHandler(new DefaultHandler());
    server.setHandler(routes);
    server.setErrorHandler(
        new UnsoundCalls(
            (status, failure) ->
                new HttpErrorAnswers.Answer(
                    status, status == 503 ? OptionalLong.of(1) : OptionalLong.empty(), "{}")));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void asksToComeAgainWhileTheRoutesAreNotThereYetOrNoMore() throws Exception {
    HttpResponse<String> early = get("/api/start-requests");
    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(early.headers().firstValue("Retry-After")).contains("1");
    assertThat(early.body()).isEqualTo("{}");

    routes.open();
    assertThat(get("/api/start-requests").statusCode()).isEqualTo(404);

    routes.close();
    assertThat(get("/api/start-requests").statusCode()).isEqualTo(503);
  }
}
