package dev.journeygateway.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers that send a byte a second and never come to an end, half of them in a header and half in
 * a body. One whom the gateway turns out comes back at once.
 */
final class SlowCrowd implements AutoCloseable {

  private static final long ROUND_MILLIS = 1000;

  private final int port;
  private final SocketChannel[] channels;
  private final AtomicLong turnedOut = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final Thread thread = new Thread(this::run, "slow-crowd");
  private volatile boolean stopped;
  private volatile int present;

  /** Comes in whole before this returns. */
  SlowCrowd(int port, int size) {
    this.port = port;
    this.channels = new SocketChannel[size];
    for (int i = 0; i < size; i++) {
      connect(i);
    }
    present = size;
    thread.start();
  }

  private void connect(int i) {
    String start =
        "POST /api/journey/%s/start/external HTTP/1.1\r\nHost: localhost\r\nAuthorization: Api %s\r\n"
            .formatted(Catalogue.journey(0), Catalogue.TOKEN);
    String slow =
        i % 2 == 0
            ? start + "X-Slow: "
            : start
                + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{\"payload\": ";
    try {
      channels[i] =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channels[i].configureBlocking(false);
      channels[i].write(ByteBuffer.wrap(slow.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      close(i);
    }
  }

  private void run() {
    ByteBuffer answer = ByteBuffer.allocate(4096);
    while (!stopped) {
      long until = System.nanoTime() + ROUND_MILLIS * 1_000_000;
      int there = 0;
      for (int i = 0; i < channels.length && !stopped; i++) {
        if (channels[i] != null && trickle(i, answer)) {
          there++;
        } else {
          turnedOut.incrementAndGet();
          close(i);
          connect(i);
        }
        if (i % 20 == 19) {
          // Spread over the second: the crowd itself is to be no burst.
          Pause.of(Duration.ofMillis(ROUND_MILLIS * 15 / Math.max(20, channels.length)));
        }
      }
      present = there;
      Pause.of(Duration.ofNanos(until - System.nanoTime()));
    }
  }

  private boolean trickle(int i, ByteBuffer answer) {
    try {
      answer.clear();
      if (channels[i].read(answer) != 0) {
        return false;
      }
      bytes.addAndGet(
          channels[i].write(ByteBuffer.wrap(new byte[] {(byte) (i % 2 == 0 ? 'x' : ' ')})));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void close(int i) {
    if (channels[i] == null) {
      return;
    }
    try {
      channels[i].close();
    } catch (IOException e) {
      // It is gone either way.
    }
    channels[i] = null;
  }

  /** How many of them could send a byte in the last second. */
  int present() {
    return present;
  }

  /** How often one was answered or cut off, and came back. */
  long turnedOut() {
    return turnedOut.get();
  }

  /** Bytes that were trickled. */
  long bytes() {
    return bytes.get();
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (int i = 0; i < channels.length; i++) {
      close(i);
    }
  }
}
