package dev.journeygateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.RunningGateway;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the files of the page are served. */
@Tag("daily")
class PageServedIT {

  private static HttpResponse<String> get(RunningGateway gateway, String path) {
    return gateway.send("GET", path, Map.of(), null);
  }

  @Test
  void servesThePageWithItsPolicyAndNotWhereItIsSwitchedOff() {
    try (RunningGateway gateway = RunningGateway.start()) {
      HttpResponse<String> page = get(gateway, "/ui/");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<div id=\"page\">");
      assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'self'; img-src 'self' data:", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
      assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
      assertThat(get(gateway, "/ui/vendor/preact-10.27.2/preact.js").headers())
          .satisfies(
              headers ->
                  assertThat(headers.firstValue("Cache-Control").orElse("")).contains("immutable"));
      HttpResponse<String> packed =
          gateway.send("GET", "/ui/page.css", Map.of("Accept-Encoding", "gzip"), null);
      assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(packed.headers().firstValue("Content-Type").orElse("")).startsWith("text/css");

      HttpResponse<String> bare = get(gateway, "/ui");
      assertThat(bare.statusCode()).isEqualTo(301);
      assertThat(bare.headers().firstValue("Location")).hasValue("ui/");
      assertThat(get(gateway, "/ui/none.js").statusCode()).isEqualTo(404);
      assertThat(gateway.send("POST", "/ui/", Map.of(), "").statusCode()).isEqualTo(405);

      gateway.stop();
      gateway.startAgain("gateway.ui=off");
      assertThat(get(gateway, "/ui/").statusCode()).isEqualTo(404);
      assertThat(get(gateway, "/ui/page.css").statusCode()).isEqualTo(404);
      assertThat(get(gateway, "/openapi.yaml").statusCode()).isEqualTo(200);
    }
  }
}
