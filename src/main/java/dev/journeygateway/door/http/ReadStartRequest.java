package dev.journeygateway.door.http;

import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.http.RequestBody;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.text.Sha256;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Reads the body of a call within its bounds, and the request in it. No thread waits for a body
 * that comes slowly.
 */
final class ReadStartRequest extends AsyncProcessorSupport {

  private final StartRequestReader reader;
  private final long maxBody;

  /**
   * @param maxBody in bytes
   */
  ReadStartRequest(StartRequestReader reader, long maxBody) {
    this.reader = reader;
    this.maxBody = maxBody;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    CompletableFuture<byte[]> body = exchange.getIn().getBody(RequestBody.class).read(maxBody);
    boolean sync = body.isDone();
    body.whenComplete(
        (bytes, failure) -> {
          try {
            if (failure != null) {
              throw ReadWhole.refusal(failure, maxBody).asException();
            }
            read(new StartExchange(exchange), bytes);
          } catch (RuntimeException e) {
            exchange.setException(e);
          }
          callback.done(sync);
        });
    return sync;
  }

  private void read(StartExchange start, byte[] body) {
    String journeyId = pathSegment(start.exchange().getIn().getHeader("journeyId", String.class));
    start.read(reader.read(body, journeyId));
    String key = start.exchange().getIn().getHeader("Idempotency-Key", String.class);
    if (key != null) {
      start.key(IdempotencyKey.of(key, Sha256.hex(body)));
    }
  }

  private static String pathSegment(String raw) {
    // A plus sign in a path is a plus sign; only in a query it means a blank.
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
