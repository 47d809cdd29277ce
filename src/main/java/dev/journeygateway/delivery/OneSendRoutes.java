package dev.journeygateway.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** How camel-http makes a call of ours: one attempt is one send, and its answer is bounded. */
final class OneSendRoutes {

  private OneSendRoutes() {}

  /** There was no connection that a call could be sent on. */
  static final class NotSentException extends IOException {

    private static final long serialVersionUID = 1L;

    NotSentException(Exception cause) {
      super(cause);
    }
  }

  /**
   * Sends once and follows nothing; reads an answer to 64 KiB; ends a call that takes longer than
   * twice its time-out in all, however slowly the answer comes. A call that fails before it is sent
   * fails with {@link NotSentException}.
   */
  static final class OneSend implements HttpClientConfigurer, ExecChainHandler, AutoCloseable {
    private static final int LONGEST_ANSWER = 64 * 1024;
    private static final int BUFFER = 4096;
    private static final String CONNECTED = "one-send.connected";

    private final ScheduledExecutorService watch = watch();

    private static ScheduledExecutorService watch() {
      CustomizableThreadFactory threads = new CustomizableThreadFactory("deliver-watch-");
      threads.setDaemon(true);
      return Executors.newSingleThreadScheduledExecutor(threads);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
      client
          .disableAutomaticRetries()
          .disableRedirectHandling()
          .disableCookieManagement()
          .disableAuthCaching()
          .disableContentCompression()
          .addExecInterceptorFirst("not-sent", OneSend::connectAndSend)
          .addExecInterceptorLast("one-send", this);
    }

    private static ClassicHttpResponse connectAndSend(
        ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
        throws IOException, HttpException {
      try {
        return chain.proceed(request, scope);
      } catch (IOException | HttpException | RuntimeException e) {
        if (scope.clientContext.getAttribute(CONNECTED) == null) {
          throw new NotSentException(e);
        }
        throw e;
      }
    }

    /** Is reached with a connection, its TLS handshake done, on which nothing was sent. */
    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
        throws IOException, HttpException {
      scope.clientContext.setAttribute(CONNECTED, true);
      RequestConfig config = scope.clientContext.getRequestConfigOrDefault();
      Timeout longest = config.getResponseTimeout();
      ScheduledFuture<?> end =
          watch.schedule(
              scope.execRuntime::discardEndpoint,
              longest == null ? 60_000 : 2 * longest.toMilliseconds(),
              TimeUnit.MILLISECONDS);
      try {
        ClassicHttpResponse response = chain.proceed(request, scope);
        HttpEntity entity = response.getEntity();
        if (entity != null) {
          response.setEntity(new ByteArrayEntity(start(entity), ContentType.APPLICATION_JSON));
        }
        return response;
      } finally {
        end.cancel(false);
        // camel-http closes no answer: what is not read to its end would keep its connection.
        if (scope.execRuntime.isEndpointAcquired()) {
          scope.execRuntime.discardEndpoint();
        }
      }
    }

    private static byte[] start(HttpEntity entity) throws IOException {
      InputStream in = entity.getContent();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      if (in != null) {
        byte[] some = new byte[BUFFER];
        int read = 0;
        while (read >= 0 && answer.size() < LONGEST_ANSWER) {
          read = in.read(some, 0, Math.min(BUFFER, LONGEST_ANSWER - answer.size()));
          answer.write(some, 0, Math.max(0, read));
        }
      }
      return answer.toByteArray();
    }

    @Override
    public void close() {
      watch.shutdownNow();
    }
  }

  /**
   * Of our headers only those of the call go out, and of the answer's only {@code Retry-After}
   * comes in: no destination can say what its route says.
   */
  static final class CallHeaders implements HeaderFilterStrategy {
    private static final Set<String> OUT =
        caseless("Authorization", "Content-Type", "Idempotency-Key", "traceparent", "tracestate");

    private static Set<String> caseless(String... names) {
      Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      set.addAll(Set.of(names));
      return set;
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
      return !OUT.contains(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
      return !"Retry-After".equalsIgnoreCase(name);
    }
  }
}
