package dev.journeygateway.door.http;

import dev.journeygateway.http.RequestBody;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Reads the short body of a call that decides something, as text. One that is too long is read as
 * none: the step that needs it says what it should be. No thread waits for it.
 */
final class ReadDecision extends AsyncProcessorSupport {

  private static final int LONGEST = 1024;

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    CompletableFuture<byte[]> body = exchange.getIn().getBody(RequestBody.class).read(LONGEST);
    boolean sync = body.isDone();
    body.whenComplete(
        (bytes, failure) -> {
          if (failure == null || failure instanceof RequestBody.TooLarge) {
            exchange
                .getIn()
                .setBody(bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8));
          } else {
            exchange.setException(
                Refusal.of(Reason.MALFORMED_REQUEST, "the request body did not arrive whole")
                    .asException());
          }
          callback.done(sync);
        });
    return sync;
  }
}
