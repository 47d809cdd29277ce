package dev.journeygateway.door.http;

import dev.journeygateway.http.RequestBody;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.StartRequestReader;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/** Replaces a call's body, still on its socket, by its bytes; no thread waits for a slow sender. */
final class ReadWhole extends AsyncProcessorSupport {

  private final long maxBody;

  /**
   * @param maxBody in bytes
   */
  ReadWhole(long maxBody) {
    this.maxBody = maxBody;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    CompletableFuture<byte[]> body = exchange.getIn().getBody(RequestBody.class).read(maxBody);
    boolean sync = body.isDone();
    body.whenComplete(
        (bytes, failure) -> {
          if (failure == null) {
            exchange.getIn().setBody(bytes);
          } else {
            exchange.setException(refusal(failure, maxBody).asException());
          }
          callback.done(sync);
        });
    return sync;
  }

  /** What a body that did not come whole means to its sender. */
  static Refusal refusal(Throwable failure, long maxBody) {
    // Cut short, stalled or not chunked as HTTP asks for: all of them the caller's, none of them
    // ours.
    return failure instanceof RequestBody.TooLarge
        ? StartRequestReader.bodyTooLarge(maxBody)
        : Refusal.of(Reason.MALFORMED_REQUEST, "the request body did not arrive whole");
  }
}
