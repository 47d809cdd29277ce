package dev.journeygateway.extension;

import dev.journeygateway.http.RequestBody;
import dev.journeygateway.request.StartRequestReader;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The first step of every route of an extension: the seams' headers are its own, and the body of a
 * call is bytes, as any step takes them, or a stream where the route asks for one.
 */
final class BeginExtensionRoute extends AsyncProcessorSupport {

  private final SeamHeaderGuard guard;
  private final long maxBody;

  /**
   * @param maxBody of a call, in bytes
   */
  BeginExtensionRoute(SeamHeaderGuard guard, long maxBody) {
    this.guard = guard;
    this.maxBody = maxBody;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    guard.dropFromOutside(exchange);
    if (exchange.getProperty("door") == null) {
      // For what is counted where the route answers a failure as ours do.
      exchange.setProperty("door", exchange.getFromRouteId());
    }
    if (!(exchange.getIn().getBody() instanceof RequestBody body)) {
      callback.done(true);
      return true;
    }
    if (exchange.getFromEndpoint() instanceof PlatformHttpEndpoint http && http.isUseStreaming()) {
      exchange.getIn().setBody(body.stream());
      callback.done(true);
      return true;
    }
    CompletableFuture<byte[]> whole = body.read(maxBody);
    boolean sync = whole.isDone();
    whole.whenComplete(
        (bytes, failure) -> {
          if (failure == null) {
            exchange.getIn().setBody(bytes);
          } else if (failure instanceof RequestBody.TooLarge) {
            exchange.setException(StartRequestReader.bodyTooLarge(maxBody).asException());
          } else {
            exchange.setException(failure);
          }
          callback.done(sync);
        });
    return sync;
  }
}
