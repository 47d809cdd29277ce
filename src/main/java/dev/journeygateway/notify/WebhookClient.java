package dev.journeygateway.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.journeygateway.database.Times;
import dev.journeygateway.journey.InternalHosts;
import dev.journeygateway.journey.References;
import dev.journeygateway.journey.WebhookNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Sends one message once: signed, to an address that was checked, following nothing, within its
 * time in all.
 */
final class WebhookClient implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

  private final References references;
  private final InternalHosts internal;
  private final NotifySettings settings;
  private final Duration timeout;
  private final Clock clock;
  private final CloseableHttpClient client;
  private final ScheduledExecutorService watch;

  /**
   * @param ssl which receivers are trusted
   * @param parallel connections at a time
   */
  WebhookClient(
      References references,
      InternalHosts internal,
      ReceiverAddresses addresses,
      NotifySettings settings,
      Duration timeout,
      int parallel,
      SSLContext ssl,
      Clock clock) {
    this.references = references;
    this.internal = internal;
    this.settings = settings;
    this.timeout = timeout;
    this.clock = clock;
    Timeout longest = Timeout.of(timeout);
    // Each attempt has a connection of its own, so that its address is asked for and checked anew.
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(addresses)
                    .setTlsSocketStrategy(new DefaultClientTlsStrategy(ssl))
                    .setMaxConnTotal(parallel)
                    .setMaxConnPerRoute(parallel)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(longest)
                            .setSocketTimeout(longest)
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(longest)
                    .setConnectionRequestTimeout(longest)
                    .build())
            .setConnectionReuseStrategy((request, response, context) -> false)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent("journey-gateway")
            .build();
    CustomizableThreadFactory threads = new CustomizableThreadFactory("webhook-watch-");
    threads.setDaemon(true);
    this.watch = Executors.newSingleThreadScheduledExecutor(threads);
  }

  AttemptResult send(Webhook webhook, Message message) {
    HttpPost request;
    try {
      request = request(webhook, message);
    } catch (IllegalArgumentException e) {
      return AttemptResult.failed(e.getMessage());
    }
    ScheduledFuture<?> end =
        watch.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try (ClassicHttpResponse answer = client.executeOpen(null, request, null)) {
      return result(answer);
    } catch (ReceiverAddresses.InternalAddressException e) {
      return AttemptResult.failed(e.getMessage());
    } catch (IOException e) {
      return AttemptResult.failed(
          request.isCancelled()
              ? "no answer within " + timeout.toSeconds() + " s"
              : "no answer: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    } finally {
      end.cancel(false);
    }
  }

  private HttpPost request(Webhook webhook, Message message) {
    URI url = WebhookNode.requireUrl(webhook.id(), references.resolved(webhook.url()));
    internal.requireHttps(webhook.id(), url);
    List<String> secrets = webhook.secrets().stream().map(references::secret).toList();
    String body = body(message);
    long seconds = clock.instant().getEpochSecond();
    HttpPost request = new HttpPost(url);
    request.setHeader("webhook-id", message.id());
    request.setHeader("webhook-timestamp", Long.toString(seconds));
    request.setHeader(
        "webhook-signature", WebhookSignature.of(message.id(), seconds, body, secrets));
    message.traceparent().ifPresent(text -> request.setHeader("traceparent", text));
    request.setEntity(
        new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
    return request;
  }

  private String body(Message message) {
    try {
      ObjectNode data = (ObjectNode) JSON.readTree(message.data());
      data.properties().removeIf(field -> field.getValue().isNull());
      message.requestUuid().flatMap(settings::link).ifPresent(link -> data.put("link", link));
      ObjectNode body = JSON.createObjectNode();
      body.put("type", message.type());
      body.put("timestamp", Times.text(message.occurredAt()));
      body.set("data", data);
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database writes sound JSON", e);
    }
  }

  private AttemptResult result(ClassicHttpResponse answer) {
    int status = answer.getCode();
    if (status >= 200 && status < 300) {
      return new AttemptResult(Optional.of(status), Optional.empty(), Optional.empty());
    }
    String words =
        status >= 300 && status < 400
            ? "answered " + status + ", a redirect, which is not followed"
            : "answered " + status;
    Optional<Duration> pause =
        status == 429 || status == 503
            ? Optional.ofNullable(answer.getFirstHeader("Retry-After")).flatMap(this::pause)
            : Optional.empty();
    return new AttemptResult(Optional.of(status), Optional.of(words), pause);
  }

  /** Seconds or a date; at most a day. */
  private Optional<Duration> pause(Header header) {
    String text = header.getValue().strip();
    Duration pause;
    if (text.matches("[0-9]{1,9}")) {
      pause = Duration.ofSeconds(Long.parseLong(text));
    } else {
      Instant until = DateUtils.parseStandardDate(text);
      if (until == null) {
        return Optional.empty();
      }
      pause = Duration.between(clock.instant(), until);
    }
    return Optional.of(pause.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : pause)
        .filter(longer -> !longer.isNegative());
  }

  @Override
  public void close() throws IOException {
    watch.shutdownNow();
    client.close();
  }
}
