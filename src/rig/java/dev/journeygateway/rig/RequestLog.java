package dev.journeygateway.rig;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The client's own record: a line before each call and one behind its answer, synced to disk before
 * the client goes on. Lines that come while a sync is under way share the next.
 *
 * <p>Fields are divided by tabs: {@code S n attempt millis journey key ids}, {@code A n attempt
 * millis kind status uuid}, {@code F millis journey name rows prefix} and {@code K millis}; an
 * empty field is {@code -}.
 */
final class RequestLog implements AutoCloseable {

  private record Line(String text, CompletableFuture<Void> synced) {}

  private final FileChannel channel;
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final Thread writer = new Thread(this::run, "request-log");
  private volatile boolean closed;

  RequestLog(Path file) {
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new RigFailure("cannot write " + file, e);
    }
    writer.start();
  }

  void sending(long number, int attempt, String journey, String key, List<String> ids) {
    write(
        "S",
        number,
        attempt,
        RigClock.millis(),
        journey,
        key,
        ids.stream().map(RequestLog::written).collect(Collectors.joining(",")));
  }

  /** As it stands on the log: without what divides fields, ids and lines. */
  private static String written(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  /** The id that was written so. */
  static String read(String written) {
    return URLDecoder.decode(written, StandardCharsets.UTF_8);
  }

  void answered(long number, int attempt, Answer answer) {
    write(
        "A",
        number,
        attempt,
        RigClock.millis(),
        answer.kind(),
        answer.status(),
        answer.detail().replaceAll("\\s+", " "));
  }

  void dropping(String journey, String name, int rows, String prefix) {
    write("F", RigClock.millis(), journey, name, rows, prefix);
  }

  /** The gateway was killed, or has ended itself. */
  void killed() {
    write("K", RigClock.millis());
  }

  private void write(Object... fields) {
    List<String> texts = new ArrayList<>();
    for (Object field : fields) {
      texts.add(field == null || field.toString().isEmpty() ? "-" : field.toString());
    }
    Line line = new Line(String.join("\t", texts) + "\n", new CompletableFuture<>());
    lines.add(line);
    line.synced().join();
  }

  private void run() {
    List<Line> group = new ArrayList<>();
    try {
      while (!closed || !lines.isEmpty()) {
        Line first = lines.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        group.add(first);
        lines.drainTo(group);
        StringBuilder text = new StringBuilder();
        group.forEach(line -> text.append(line.text()));
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(false);
        group.forEach(line -> line.synced().complete(null));
        group.clear();
      }
    } catch (IOException | InterruptedException e) {
      group.forEach(line -> line.synced().completeExceptionally(e));
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      writer.join();
      channel.close();
    } catch (IOException | InterruptedException e) {
      throw new RigFailure("the request log could not be closed", e);
    }
  }
}
