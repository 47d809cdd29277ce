package dev.journeygateway.door.file;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to one server: as many as are used at a time, kept for the next use. Where the
 * server allows an account fewer, those that there are are shared.
 */
final class SftpConnections implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SftpConnections.class);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long FEWER_FOR_NANOS = Duration.ofMinutes(10).toNanos();

  private final SftpSettings.Server server;
  private final int most;
  private final LongSupplier nanoTime;

  /** The one that was used last is first. */
  private final Deque<Idle> idle = new ArrayDeque<>();

  private record Idle(SftpConnection connection, long sinceNanos) {}

  private int open;
  private int allowed;
  private long fewerUntil;
  private boolean fewer;
  private boolean closed;

  /**
   * @param most connections at a time
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  SftpConnections(SftpSettings.Server server, int most, LongSupplier nanoTime) {
    this.server = server;
    this.most = most;
    this.allowed = most;
    this.nanoTime = nanoTime;
  }

  /**
   * A connection for its borrower alone, until it is given back.
   *
   * @throws PlaceAwayException when the server cannot be reached, or when others use every
   *     connection that it allows for half a minute
   */
  SftpConnection borrow() throws PlaceAwayException {
    if (mayOpen()) {
      try {
        SftpConnection connection = SftpConnection.open(server);
        LOG.info("Connected to {}", server);
        return connection;
      } catch (PlaceAwayException e) {
        if (!shareInstead()) {
          throw e;
        }
        LOG.info(
            "{} allows no further connection ({}): shares those there are", server, e.getMessage());
        return borrow();
      }
    }
    SftpConnection connection = take();
    return connection != null ? connection : borrow();
  }

  /** False when there is one to take or to wait for. */
  private synchronized boolean mayOpen() throws PlaceAwayException {
    if (closed) {
      throw new PlaceAwayException("SFTP " + server + ": the gateway ends", null);
    }
    dropDead();
    if (fewer && nanoTime.getAsLong() - fewerUntil >= 0) {
      fewer = false;
      allowed = most;
    }
    if (idle.isEmpty() && open < allowed) {
      open++;
      return true;
    }
    return false;
  }

  private void dropDead() {
    long now = nanoTime.getAsLong();
    Idle last = idle.peek();
    idle.removeIf(
        one -> {
          // One is kept for the next look, the others only while there is more to do.
          boolean unused = one != last && now - one.sinceNanos() > IDLE_NANOS;
          if (one.connection().alive() && !unused) {
            return false;
          }
          one.connection().close();
          open--;
          return true;
        });
  }

  /** After a refused connection: true where others are open that can be shared. */
  private synchronized boolean shareInstead() {
    open--;
    notifyAll();
    if (open == 0) {
      return false;
    }
    allowed = open;
    fewer = true;
    fewerUntil = nanoTime.getAsLong() + FEWER_FOR_NANOS;
    return true;
  }

  /** An idle one, waiting for it; null when one may be opened instead. */
  private synchronized SftpConnection take() throws PlaceAwayException {
    long waited = System.nanoTime();
    while (true) {
      dropDead();
      if (!idle.isEmpty()) {
        return idle.pop().connection();
      }
      if (closed || open < allowed) {
        return null;
      }
      long left = PATIENCE_NANOS - (System.nanoTime() - waited);
      if (left <= 0) {
        throw PlaceAwayException.busy("SFTP " + server + ": every connection is in use");
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new PlaceAwayException("interrupted", e);
      }
    }
  }

  synchronized void giveBack(SftpConnection connection) {
    if (closed || !connection.alive()) {
      connection.close();
      open--;
    } else {
      idle.push(new Idle(connection, nanoTime.getAsLong()));
    }
    notifyAll();
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(one -> one.connection().close());
    open -= idle.size();
    idle.clear();
    notifyAll();
  }
}
