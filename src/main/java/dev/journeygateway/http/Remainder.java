package dev.journeygateway.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What is left of a body when its call is answered. A connection that is closed while its caller
 * still sends is reset, and the answer is lost on the way (RFC 9112, 9.6); so for a moment the rest
 * is taken and forgotten, while the answer is on its way.
 */
final class Remainder implements Callback, Runnable {

  private static final long LONGEST_MILLIS = 1_000;
  private static final long MOST_BYTES = 1 << 20;

  private final Request call;
  private final Callback done;
  private final AtomicBoolean ended = new AtomicBoolean();
  private Scheduler.Task limit;
  private long taken;

  private Remainder(Request call, Callback done) {
    this.call = call;
    this.done = done;
  }

  /**
   * Takes what is there of the body.
   *
   * @return whether that was all of it
   */
  static boolean isTaken(Request call) {
    if (asksFirst(call)) {
      return call.consumeAvailable();
    }
    for (Content.Chunk chunk = call.read(); chunk != null; chunk = call.read()) {
      boolean last = chunk.isLast();
      if (Content.Chunk.isFailure(chunk)) {
        return false;
      }
      chunk.release();
      if (last) {
        return true;
      }
    }
    return false;
  }

  /** Ends a call once its answer is written and its body has come, or a second later. */
  static Callback before(Callback done, Request call) {
    return asksFirst(call) ? done : new Remainder(call, done);
  }

  /** Such a caller sends nothing before it is told to. */
  private static boolean asksFirst(Request call) {
    return call.getHeaders().contains(HttpHeader.EXPECT);
  }

  @Override
  public void succeeded() {
    limit =
        call.getComponents()
            .getScheduler()
            .schedule(this::end, LONGEST_MILLIS, TimeUnit.MILLISECONDS);
    run();
  }

  @Override
  public void failed(Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      done.failed(failure);
    }
  }

  @Override
  public void run() {
    while (!ended.get()) {
      Content.Chunk chunk = call.read();
      if (chunk == null) {
        call.demand(this);
        return;
      }
      taken += chunk.remaining();
      boolean over = chunk.isLast() || Content.Chunk.isFailure(chunk) || taken > MOST_BYTES;
      chunk.release();
      if (over) {
        end();
      }
    }
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      limit.cancel();
      done.succeeded();
    }
  }
}
