package dev.journeygateway.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a gateway and its destination and spoils some of the calls: it refuses them, cuts
 * them before they arrive, cuts their answers, delays them past the time-out, or garbles them.
 */
public final class BadWire implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final long delayMillis;
  private final Random random;
  private final boolean withoutKeys;
  private volatile int spoiledPercent;

  /** Calls whose answer did not get through as it was. */
  private final AtomicInteger spoiled = new AtomicInteger();

  /**
   * @param delayMillis of an answer that comes too late
   * @param withoutKeys whether it takes Idempotency-Key out, as if the service did not heed it
   */
  public BadWire(int target, int spoiledPercent, long delayMillis, boolean withoutKeys, long seed)
      throws IOException {
    this.target = target;
    this.spoiledPercent = spoiledPercent;
    this.delayMillis = delayMillis;
    this.withoutKeys = withoutKeys;
    this.random = new Random(seed);
    listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    daemon(
        () -> {
          while (!listener.isClosed()) {
            try {
              Socket socket = listener.accept();
              daemon(() -> forward(socket));
            } catch (IOException e) {
              return;
            }
          }
        });
  }

  public int port() {
    return listener.getLocalPort();
  }

  public int spoiled() {
    return spoiled.get();
  }

  /** From now on nothing is spoiled. */
  public void mend() {
    spoiledPercent = 0;
  }

  private synchronized int draw(int bound) {
    return random.nextInt(bound);
  }

  private void forward(Socket caller) {
    try (caller) {
      boolean spoil = draw(100) < spoiledPercent;
      int how = spoil ? draw(5) : -1;
      if (how == 0) {
        spoiled.incrementAndGet();
        return;
      }
      byte[] call = call(caller.getInputStream());
      if (how == 1) {
        spoiled.incrementAndGet();
        return;
      }
      byte[] answer;
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
        server.getOutputStream().write(call);
        server.getOutputStream().flush();
        answer = server.getInputStream().readAllBytes();
      }
      if (spoil) {
        spoiled.incrementAndGet();
      }
      caller.getOutputStream().write(spoiled(answer, how));
    } catch (IOException e) {
      // Closed by either side.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] spoiled(byte[] answer, int how) throws InterruptedException {
    switch (how) {
      case 2:
        return java.util.Arrays.copyOf(answer, draw(Math.max(1, answer.length - 1)));
      case 3:
        Thread.sleep(delayMillis);
        return answer;
      case 4:
        for (int i = 0; i < 20; i++) {
          answer[draw(answer.length)] = (byte) draw(256);
        }
        return answer;
      default:
        return answer;
    }
  }

  private byte[] call(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int one = in.read();
      if (one < 0) {
        throw new IOException("no call");
      }
      bytes.write(one);
      matched = one == "\r\n\r\n".charAt(matched) ? matched + 1 : one == '\r' ? 1 : 0;
    }
    String head = bytes.toString(StandardCharsets.ISO_8859_1);
    java.util.regex.Matcher length =
        java.util.regex.Pattern.compile("(?i)content-length: *(\\d+)").matcher(head);
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    call.write(
        (withoutKeys ? head.replaceAll("(?i)idempotency-key:[^\\r\\n]*\\r\\n", "") : head)
            .getBytes(StandardCharsets.ISO_8859_1));
    if (length.find()) {
      call.write(in.readNBytes(Integer.parseInt(length.group(1))));
    }
    return call.toByteArray();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "bad-wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
