package dev.journeygateway.request.camel;

import dev.journeygateway.request.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what never got into a route: calls that are no sound HTTP, paths without the method, a
 * door that is full or closing. In the one shape of a refusal, and without a word of the call.
 */
final class UnsoundCalls extends ErrorHandler {

  private final StartRequestMeter meter;

  UnsoundCalls(StartRequestMeter meter) {
    this.meter = meter;
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    Refusal refusal = HttpErrors.refusal(status, cause);
    meter.refused("http", refusal.reason());
    byte[] body = AnswerSteps.body(refusal, status).getBytes(StandardCharsets.UTF_8);
    refusal
        .retryAfterSeconds()
        .ifPresent(seconds -> response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
