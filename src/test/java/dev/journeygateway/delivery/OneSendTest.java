package dev.journeygateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One attempt is one send, and it leaves no connection behind, whatever the answer. */
class OneSendTest {

  static String[] answers() {
    return new String[] {
      ScriptedService.TAKEN,
      ScriptedService.CUT,
      ScriptedService.SILENCE,
      ScriptedService.answer(302, "", "Location: http://localhost:1/"),
      ScriptedService.answer(503, "{}", "Retry-After: 1"),
      ScriptedService.answer(401, "{}", "WWW-Authenticate: Api"),
      "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n{\"request_uu",
      "HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\n" + "x".repeat(100_000),
      "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(100_000),
      "HTTP/1.1 2\u00ff0 \u0001\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\n",
      "HTTP/1.1 101 Switching Protocols\r\n\r\n",
      "HTTP/1.1 204 None\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Type: a/b; charset=nonsense\r\nContent-Length: 1\r\n\r\n1",
      "HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\n1",
      "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n1",
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\n1",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: nonsense\r\n\r\nzz\r\n",
      "gibberish"
    };
  }

  @ParameterizedTest
  @MethodSource("answers")
  void leavesNoConnectionBehind(String answer) throws Exception {
    PoolingHttpClientConnectionManager pool = new PoolingHttpClientConnectionManager();
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(pool)
            .setDefaultRequestConfig(
                RequestConfig.custom().setResponseTimeout(300, TimeUnit.MILLISECONDS).build());
    try (ScriptedService service = new ScriptedService();
        OneSendRoutes.OneSend oneSend = new OneSendRoutes.OneSend()) {
      oneSend.configureHttpClient(builder);
      service.next(answer);
      HttpPost post = new HttpPost("http://127.0.0.1:" + service.port() + "/");
      post.setHeader("Connection", "close");
      post.setEntity(new StringEntity("body"));
      try (CloseableHttpClient client = builder.build()) {
        String got;
        try {
          // As camel-http does, which closes nothing.
          ClassicHttpResponse response = client.executeOpen(null, post, null);
          got = EntityUtils.toString(response.getEntity());
        } catch (IOException | RuntimeException e) {
          got = "";
        }
        assertThat(got == null ? "" : got).hasSizeLessThanOrEqualTo(64 * 1024);
        assertThat(pool.getTotalStats().getLeased()).isZero();
      }
      assertThat(service.calls).hasSize(1);
    }
  }
}
