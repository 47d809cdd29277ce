package dev.journeygateway.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Leads calls to the routes that serve them, ahead of the servlets: a route answers when it is
 * done, and no thread waits for that. What no route serves goes on to the servlets, which are the
 * management endpoints and the descriptions.
 */
final class HttpRoutes extends Handler.Wrapper {

  private final Semaphore threads;
  private final long patienceMillis;
  private volatile PathMappings<Map<String, HttpConsumer>> consumers = new PathMappings<>();
  private volatile boolean open;

  /**
   * @param threads how many calls may hold a thread at a time; enough of the server's are left to
   *     answer the others
   * @param patienceMillis how long a call waits for that before it is told to try again
   */
  HttpRoutes(int threads, long patienceMillis) {
    this.threads = new Semaphore(threads);
    this.patienceMillis = patienceMillis;
  }

  /**
   * All routes are there: a path that none of them serves is unknown from here on, and not just not
   * served yet.
   */
  @EventListener(ApplicationReadyEvent.class)
  public void open() {
    open = true;
  }

  /** The routes begin to go. */
  @EventListener(ContextClosedEvent.class)
  public void close() {
    open = false;
  }

  /** Serves calls of these methods to the path, a template with names in braces. */
  synchronized void add(String path, List<String> methods, HttpConsumer consumer) {
    PathMappings<Map<String, HttpConsumer>> more = new PathMappings<>();
    consumers.forEach(known -> more.put(known.getPathSpec(), known.getResource()));
    UriTemplatePathSpec spec = new UriTemplatePathSpec(path);
    Map<String, HttpConsumer> byMethod = new TreeMap<>();
    if (more.get(spec) != null) {
      byMethod.putAll(more.get(spec));
    }
    methods.forEach(method -> byMethod.put(method, consumer));
    more.put(spec, byMethod);
    consumers = more;
  }

  /** Serves a consumer no more. */
  synchronized void remove(HttpConsumer consumer) {
    PathMappings<Map<String, HttpConsumer>> left = new PathMappings<>();
    consumers.forEach(
        known -> {
          Map<String, HttpConsumer> byMethod = new TreeMap<>(known.getResource());
          byMethod.values().removeIf(one -> one == consumer);
          if (!byMethod.isEmpty()) {
            left.put(known.getPathSpec(), byMethod);
          }
        });
    consumers = left;
  }

  @Override
  public boolean handle(Request call, Response answer, Callback done) throws Exception {
    String path = call.getHttpURI().getPath();
    MatchedResource<Map<String, HttpConsumer>> matched = consumers.getMatched(path);
    if (matched == null) {
      if (!open && path.startsWith("/api/")) {
        Response.writeError(call, answer, done, 503);
        return true;
      }
      return super.handle(call, answer, done);
    }
    HttpConsumer consumer = matched.getResource().get(call.getMethod());
    if (consumer == null) {
      answer.getHeaders().put(HttpHeader.ALLOW, String.join(", ", matched.getResource().keySet()));
      Response.writeError(call, answer, done, 405);
    } else if (gotThread()) {
      try {
        consumer.serve(
            call, answer, done, ((UriTemplatePathSpec) matched.getPathSpec()).getPathParams(path));
      } finally {
        threads.release();
      }
    } else {
      Response.writeError(call, answer, done, 503);
    }
    return true;
  }

  /** Whoever is interrupted while they wait may try again: nothing of theirs is read yet. */
  private boolean gotThread() {
    try {
      return threads.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }
}
