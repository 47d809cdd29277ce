package dev.journeygateway.door.http;

import dev.journeygateway.api.ApiCall;
import dev.journeygateway.http.RequestBody;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.StartRequestReader;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** Takes the body of a call that is a small one. No thread waits for a body that comes slowly. */
final class ReadFilterBody extends AsyncProcessorSupport {

  private static final long MOST_BYTES = 64 * 1024;

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    CompletableFuture<byte[]> body = exchange.getIn().getBody(RequestBody.class).read(MOST_BYTES);
    boolean sync = body.isDone();
    body.whenComplete(
        (bytes, failure) -> {
          if (failure == null) {
            new ApiCall(exchange).body(bytes);
          } else if (failure instanceof RequestBody.TooLarge) {
            exchange.setException(StartRequestReader.bodyTooLarge(MOST_BYTES).asException());
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
