package dev.journeygateway.http;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.Method;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.PathContentSource;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * One platform-http route. A call becomes an exchange whose body stays on its socket until the
 * route asks for it (see {@link RequestBody}); the exchange, whenever and wherever it is done,
 * becomes the answer.
 */
final class HttpConsumer extends DefaultConsumer implements PlatformHttpConsumer, Suspendable {

  private final HttpRoutes routes;
  private final CallFields fields;

  HttpConsumer(
      PlatformHttpEndpoint endpoint, Processor route, HttpRoutes routes, CallFields fields) {
    super(endpoint, route);
    this.routes = routes;
    this.fields = fields;
  }

  @Override
  public PlatformHttpEndpoint getEndpoint() {
    return (PlatformHttpEndpoint) super.getEndpoint();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    routes.add(
        getEndpoint().getPath(),
        Method.parseList(getEndpoint().getHttpMethodRestrict()).stream().map(Method::name).toList(),
        this);
  }

  @Override
  protected void doStop() throws Exception {
    routes.remove(this);
    super.doStop();
  }

  /**
   * Sends a call down the route.
   *
   * @param pathParameters of the path as they came, not decoded
   */
  void serve(Request call, Response answer, Callback done, Map<String, String> pathParameters) {
    if (isSuspendingOrSuspended()) {
      Response.writeError(call, answer, done, 503);
      return;
    }
    if (leavesOpenWhatIsMeant(call)) {
      Response.writeError(call, answer, done, 400);
      return;
    }
    Exchange exchange = createExchange(false);
    ServerThreads server = new ServerThreads();
    try {
      exchange.setPattern(ExchangePattern.InOut);
      read(call, pathParameters, exchange);
      exchange.getIn().setBody(new RequestBody(call, server));
      if (call.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer) {
        exchange.setProperty("peer", peer.getAddress());
      }
      createUoW(exchange);
    } catch (Exception e) {
      releaseExchange(exchange, false);
      Response.writeError(call, answer, done, e);
      return;
    }
    server.run(
        () ->
            getAsyncProcessor()
                .process(exchange, doneSync -> answer(exchange, call, answer, done, server)));
  }

  /** One reader would take the first, another the last. */
  private boolean leavesOpenWhatIsMeant(Request call) {
    for (HttpField field : call.getHeaders()) {
      if (fields.single(field.getName())
          && call.getHeaders().getValuesList(field.getName()).stream().distinct().count() > 1) {
        return true;
      }
    }
    return false;
  }

  private void read(Request call, Map<String, String> pathParameters, Exchange exchange) {
    Message in = exchange.getIn();
    for (HttpField field : call.getHeaders()) {
      // Of a header that comes twice the first counts.
      if (fields.header(field.getName()) && in.getHeader(field.getName()) == null) {
        in.setHeader(field.getName(), field.getValue());
      }
    }
    if (call.getHttpURI().getQuery() != null) {
      for (Fields.Field field : Request.extractQueryParameters(call)) {
        if (fields.parameter(field.getName())) {
          in.setHeader(
              field.getName(), field.hasMultipleValues() ? field.getValues() : field.getValue());
        }
      }
    }
    pathParameters.forEach(in::setHeader);
  }

  /** A file goes from the disk to the socket, as fast as the caller takes it. */
  private static void answerFile(
      Path file, Message message, Request call, Response answer, Callback done) {
    answer
        .getHeaders()
        .put(HttpHeader.CONTENT_TYPE, message.getHeader(Exchange.CONTENT_TYPE, String.class));
    Content.copy(new PathContentSource(file), answer, ended(call, answer, done));
  }

  /** What ends the call, for which nothing of its body may be left. */
  private static Callback ended(Request call, Response answer, Callback done) {
    if (Remainder.isTaken(call)) {
      return done;
    }
    // It would be taken for the next call.
    answer.getHeaders().put(HttpHeader.CONNECTION, "close");
    return Remainder.before(done, call);
  }

  private void answer(
      Exchange exchange, Request call, Response answer, Callback done, ServerThreads server) {
    try {
      if (exchange.getException() != null) {
        getExceptionHandler()
            .handleException("A route let a failure through", exchange, exchange.getException());
        Response.writeError(call, answer, done, 500);
        return;
      }
      Message message = exchange.getMessage();
      Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
      answer.setStatus(status == null ? 200 : status);
      if (answer.getStatus() >= 500 && server.isAnother()) {
        // The route was given up, and its thread may be back late.
        answer.getHeaders().put(HttpHeader.CONNECTION, "close");
      }
      HeaderFilterStrategy filter = getEndpoint().getHeaderFilterStrategy();
      message
          .getHeaders()
          .forEach(
              (name, value) -> {
                // What the caller sent is no part of the answer, unless a route says so.
                boolean echo = value != null && value.equals(call.getHeaders().get(name));
                if (value != null
                    && !echo
                    && !filter.applyFilterToCamelHeaders(name, value, exchange)) {
                  answer.getHeaders().put(name, value.toString());
                }
              });
      if (message.getBody() instanceof Path file) {
        answerFile(file, message, call, answer, done);
        return;
      }
      String text = message.getBody(String.class);
      byte[] body = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
      if (call.getMethod().equals("GET") && answer.getStatus() == 200) {
        String tag = EntityTag.of(body);
        answer.getHeaders().put(HttpHeader.ETAG, tag);
        if (EntityTag.isKnown(tag, call.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
          answer.setStatus(304);
          answer.write(true, ByteBuffer.allocate(0), done);
          return;
        }
      }
      answer
          .getHeaders()
          .put(HttpHeader.CONTENT_TYPE, message.getHeader(Exchange.CONTENT_TYPE, String.class));
      answer.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      answer.write(true, ByteBuffer.wrap(body), ended(call, answer, done));
    } catch (RuntimeException e) {
      getExceptionHandler().handleException("An answer could not be written", exchange, e);
      done.failed(e);
    } finally {
      doneUoW(exchange);
      releaseExchange(exchange, false);
    }
  }
}
