package dev.journeygateway.bench.peer;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;

/**
 * Bare JMS producers on the same kind of broker: the wall that every accepted request stands
 * before.
 *
 * <p>Each line on standard input, {@code threads messages-per-transaction bytes run-in-millis
 * window-millis}, is answered by one on standard output, {@code messages in the window, p50, p99 in
 * nanoseconds, messages in all}. A transaction of one is a plain synced send; the times are of a
 * send or of a whole transaction.
 */
public final class RawPeer {

  private static final String QUEUE = "raw";

  private final ActiveMQConnectionFactory connections =
      new ActiveMQConnectionFactory(SyncedBroker.URL);

  private RawPeer() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream answers = Peers.takeStandardOutput();
    BrokerService broker = SyncedBroker.start(Path.of("broker"));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      new RawPeer().answer(lines, answers);
    } finally {
      broker.stop();
    }
    System.exit(0);
  }

  private void answer(BufferedReader lines, PrintStream answers)
      throws IOException, InterruptedException, ExecutionException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      answers.println(
          measure(
              Integer.parseInt(words[0]),
              Integer.parseInt(words[1]),
              "x".repeat(Integer.parseInt(words[2])),
              Long.parseLong(words[3]),
              Long.parseLong(words[4])));
    }
  }

  private String measure(
      int threads, int transaction, String text, long runInMillis, long windowMillis)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long from = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(runInMillis);
      long until = from + TimeUnit.MILLISECONDS.toNanos(windowMillis);
      List<Callable<Sent>> producers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        producers.add(() -> produce(transaction, text, from, until));
      }
      Histogram times = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
      long inWindow = 0;
      long all = 0;
      for (Future<Sent> each : pool.invokeAll(producers)) {
        times.add(each.get().times());
        inWindow += each.get().inWindow();
        all += each.get().all();
      }
      return inWindow
          + " "
          + times.getValueAtPercentile(50)
          + " "
          + times.getValueAtPercentile(99)
          + " "
          + all;
    } finally {
      pool.shutdownNow();
    }
  }

  private Sent produce(int transaction, String text, long from, long until) throws JMSException {
    boolean transacted = transaction > 1;
    Histogram times = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    long inWindow = 0;
    long all = 0;
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(transacted, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      connection.start();
      long now = System.nanoTime();
      while (now < until) {
        long began = now;
        for (int i = 0; i < transaction; i++) {
          producer.send(session.createTextMessage(text));
        }
        if (transacted) {
          session.commit();
        }
        now = System.nanoTime();
        all += transaction;
        if (now >= from && now < until) {
          inWindow += transaction;
          times.recordValue(Math.min(now - began, times.getHighestTrackableValue()));
        }
      }
    }
    return new Sent(inWindow, all, times);
  }

  private record Sent(long inWindow, long all, Histogram times) {}
}
