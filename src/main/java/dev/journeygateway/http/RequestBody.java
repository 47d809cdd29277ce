package dev.journeygateway.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * The body of a call, which stays on its socket until it is asked for, and then comes without a
 * thread waiting for it.
 */
public final class RequestBody {

  /** A sender that is slower than this holds nobody up, but is cut short. */
  private static final long WHOLE_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Request call;
  private final ServerThreads server;

  RequestBody(Request call, ServerThreads server) {
    this.call = call;
    this.server = server;
  }

  /** The body is longer than it may be; what is left of it is not read. */
  public static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Reads all of it.
   *
   * @param limit in bytes; however long the body is said to be, no more than about this is kept in
   *     memory
   * @return completes at once when all of it is there, else on one of the server's threads; fails
   *     with {@link TooLarge}, or with another IOException when it was cut short, stalled, or is
   *     not chunked as HTTP asks for
   */
  public CompletableFuture<byte[]> read(long limit) {
    if (call.getLength() > limit) {
      return CompletableFuture.failedFuture(new TooLarge());
    }
    Collector collector = new Collector(limit);
    collector.run();
    return collector.whole;
  }

  /** Takes a body's bytes as they come. */
  @FunctionalInterface
  public interface Receiver {
    void take(ByteBuffer bytes) throws IOException;
  }

  /** The body did not come whole. */
  public static final class CutShort extends IOException {
    private static final long serialVersionUID = 1L;

    CutShort(Throwable cause) {
      super(cause);
    }
  }

  /**
   * Gives all of it to a receiver as it comes, however long that takes; a sender who pauses holds
   * no thread, and one who pauses longer than the server waits is cut short.
   *
   * @param limit in bytes
   * @return completes with the length; fails with {@link TooLarge}, with {@link CutShort}, or with
   *     what the receiver threw
   */
  public CompletableFuture<Long> receive(Receiver receiver, long limit) {
    if (call.getLength() > limit) {
      return CompletableFuture.failedFuture(new TooLarge());
    }
    Streaming streaming = new Streaming(receiver, limit);
    streaming.run();
    return streaming.whole;
  }

  /** How long the body is said to be; -1 where nothing is said. */
  public long length() {
    return call.getLength();
  }

  private final class Streaming implements Runnable {

    private final CompletableFuture<Long> whole = new CompletableFuture<>();
    private final Receiver receiver;
    private final long limit;
    private long taken;

    Streaming(Receiver receiver, long limit) {
      this.receiver = receiver;
      this.limit = limit;
    }

    @Override
    public void run() {
      while (true) {
        Content.Chunk chunk = call.read();
        if (chunk == null) {
          call.demand(() -> server.run(this));
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          whole.completeExceptionally(new CutShort(chunk.getFailure()));
          return;
        }
        boolean last = chunk.isLast();
        try {
          taken += chunk.remaining();
          if (taken > limit) {
            throw new TooLarge();
          }
          receiver.take(chunk.getByteBuffer());
        } catch (IOException | RuntimeException e) {
          whole.completeExceptionally(e);
          return;
        } finally {
          chunk.release();
        }
        if (last) {
          whole.complete(taken);
          return;
        }
      }
    }
  }

  /** All of it, however long it is; reading waits for what is still under way. */
  public InputStream stream() {
    return Content.Source.asInputStream(call);
  }

  private final class Collector implements Runnable {

    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes =
        new ByteArrayOutputStream((int) Math.max(512, Math.min(call.getLength(), 1 << 16)));
    private final long begin = System.nanoTime();
    private final long limit;

    Collector(long limit) {
      this.limit = limit;
    }

    @Override
    public void run() {
      while (true) {
        Content.Chunk chunk = call.read();
        if (chunk == null) {
          if (System.nanoTime() - begin > WHOLE_WITHIN_NANOS) {
            whole.completeExceptionally(new IOException("the body is too slow"));
          } else {
            call.demand(() -> server.run(this));
          }
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          whole.completeExceptionally(new IOException(chunk.getFailure()));
          return;
        }
        byte[] some = new byte[chunk.remaining()];
        chunk.get(some, 0, some.length);
        bytes.writeBytes(some);
        chunk.release();
        if (bytes.size() > limit) {
          whole.completeExceptionally(new TooLarge());
          return;
        }
        if (chunk.isLast()) {
          whole.complete(bytes.toByteArray());
          return;
        }
      }
    }
  }
}
