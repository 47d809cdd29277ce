package dev.journeygateway.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A closed loop on one thread: each of N keep-alive connections sends its next request when the
 * last one is answered.
 *
 * <p>One thread and no objects per request, because the server under test shares the machine: the
 * client costs some ten microseconds a request. A closed loop shows what N patient callers get; it
 * does not show queueing delay at a given arrival rate.
 */
public final class HttpLoad {

  private static final long HIGHEST_LATENCY = TimeUnit.SECONDS.toNanos(60);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final int FAILURES_AT_MOST = 1_000;

  private final int port;
  private final Requests requests;
  private final Set<Integer> expected;

  private final Histogram latencies = new Histogram(HIGHEST_LATENCY, 3);
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final Selector selector;
  private long windowFrom;
  private long windowUntil;
  private long answers;
  private long unexpected;
  private long broken;
  private long allAnswers;
  private int open;

  private HttpLoad(int port, Requests requests, Set<Integer> expected, Selector selector) {
    this.port = port;
    this.requests = requests;
    this.expected = expected;
    this.selector = selector;
  }

  /**
   * Runs one loop on the calling thread, for {@code runIn} and {@code window} and at most ten
   * seconds more.
   *
   * @param port on the loopback interface
   * @param connections at least one
   * @param runIn sent but not measured
   * @param expected the statuses that are no error
   * @throws IOException when the server refuses connections, or a thousand requests went unanswered
   */
  public static LoadResult run(
      int port,
      Requests requests,
      int connections,
      Duration runIn,
      Duration window,
      Set<Integer> expected)
      throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    try (Selector selector = Selector.open()) {
      HttpLoad load = new HttpLoad(port, requests, expected, selector);
      load.loop(connections, runIn, window);
      return new LoadResult(
          window,
          load.answers,
          load.latencies,
          load.statuses,
          load.broken,
          load.unexpected,
          load.allAnswers,
          Duration.ofNanos(threads.getCurrentThreadCpuTime() - cpu));
    }
  }

  /**
   * Sends one request on a connection of its own and waits up to ten seconds for the answer.
   *
   * @return the whole answer, head and body
   * @throws IOException when there is none
   */
  public static Answer once(int port, byte[] request) throws IOException {
    AnswerReader reader = new AnswerReader();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) DRAIN.toMillis());
      socket.getOutputStream().write(request);
      while (true) {
        byte[] room = reader.room();
        int count =
            socket.getInputStream().read(room, reader.filled(), room.length - reader.filled());
        if (count < 0) {
          throw new IOException("closed without a whole answer");
        }
        if (reader.add(count)) {
          return new Answer(reader.status(), reader.head(), reader.body());
        }
      }
    }
  }

  /** One answer as text. */
  public record Answer(int status, String head, String body) {}

  private void loop(int connections, Duration runIn, Duration window) throws IOException {
    windowFrom = System.nanoTime() + runIn.toNanos();
    windowUntil = windowFrom + window.toNanos();
    long giveUp = windowUntil + DRAIN.toNanos();
    for (int i = 0; i < connections; i++) {
      connect();
    }
    while (open > 0 && System.nanoTime() < giveUp) {
      selector.select(this::advance, 200);
      if (broken > FAILURES_AT_MOST) {
        break;
      }
    }
    broken += open;
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    if (broken > FAILURES_AT_MOST) {
      throw new IOException("more than " + FAILURES_AT_MOST + " requests went unanswered");
    }
  }

  private void connect() throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Connection connection = new Connection(channel);
    channel.register(selector, SelectionKey.OP_READ, connection);
    open++;
    connection.send();
  }

  private void advance(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isWritable()) {
        connection.write(key);
      }
      if (key.isReadable() && connection.read()) {
        answered(connection);
      }
    } catch (IOException | IllegalStateException failure) {
      broken++;
      replace(connection);
    }
  }

  private void answered(Connection connection) throws IOException {
    long now = System.nanoTime();
    int status = connection.reader.status();
    allAnswers++;
    statuses.merge(status, 1L, Long::sum);
    if (!expected.contains(status)) {
      unexpected++;
    } else if (now >= windowFrom && now < windowUntil) {
      answers++;
      latencies.recordValue(Math.min(now - connection.sentAt, HIGHEST_LATENCY));
    }
    if (now >= windowUntil) {
      close(connection);
    } else if (connection.reader.closing()) {
      replace(connection);
    } else {
      connection.send();
    }
  }

  private void replace(Connection connection) {
    close(connection);
    try {
      if (System.nanoTime() < windowUntil) {
        connect();
      }
    } catch (IOException refused) {
      // No server behind the port any more: one connection less, and a failure that ends the run
      // soon.
      broken += FAILURES_AT_MOST;
    }
  }

  private void close(Connection connection) {
    open--;
    try {
      connection.channel.close();
    } catch (IOException alreadyGone) {
      // Nothing is owed to a connection that has been given up.
      return;
    }
  }

  private final class Connection {

    private final SocketChannel channel;
    private final AnswerReader reader = new AnswerReader();
    private ByteBuffer toSend;
    private long sentAt;

    private Connection(SocketChannel channel) {
      this.channel = channel;
    }

    private void send() throws IOException {
      reader.reset();
      toSend = ByteBuffer.wrap(requests.next());
      sentAt = System.nanoTime();
      channel.write(toSend);
      if (toSend.hasRemaining()) {
        channel.keyFor(selector).interestOps(SelectionKey.OP_WRITE);
      }
    }

    private void write(SelectionKey key) throws IOException {
      channel.write(toSend);
      if (!toSend.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ);
      }
    }

    /** Whether the answer is whole. */
    private boolean read() throws IOException {
      byte[] room = reader.room();
      int count =
          channel.read(ByteBuffer.wrap(room, reader.filled(), room.length - reader.filled()));
      if (count < 0) {
        throw new IOException("closed without an answer");
      }
      return reader.add(count);
    }
  }
}
