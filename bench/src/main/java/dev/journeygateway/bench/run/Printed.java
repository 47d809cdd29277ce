package dev.journeygateway.bench.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a measurement prints, kept while it is printed. */
public final class Printed {

  private Printed() {}

  /** A measurement that prints its tables to standard output. */
  @FunctionalInterface
  public interface Measurement {

    void run() throws Exception;
  }

  /**
   * Runs it and returns what it printed, which has gone to standard output as well.
   *
   * @throws Exception what the measurement throws
   */
  public static String by(Measurement measurement) throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    System.setOut(new PrintStream(new Both(out, kept), true, StandardCharsets.UTF_8));
    try {
      measurement.run();
    } finally {
      System.setOut(out);
    }
    return kept.toString(StandardCharsets.UTF_8);
  }

  private static final class Both extends OutputStream {

    private final OutputStream first;
    private final OutputStream second;

    private Both(OutputStream first, OutputStream second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public void write(int value) throws IOException {
      first.write(value);
      second.write(value);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      first.write(bytes, from, count);
      second.write(bytes, from, count);
    }

    @Override
    public void flush() throws IOException {
      first.flush();
    }
  }
}
