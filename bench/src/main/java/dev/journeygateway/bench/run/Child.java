package dev.journeygateway.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One process that a measurement started, and that ends with it. */
public final class Child {

  private static final int LOG_LINES_SHOWN = 30;

  /** Linux tells processor time in hundredths of a second (USER_HZ, proc(5)). */
  private static final int MILLIS_A_TICK = 10;

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream commands;

  Child(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  /** CPU time used so far, user and system, of all its threads; zero once it has ended. */
  public Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /**
   * CPU time used so far by its threads that live, user and system, by the first fifteen characters
   * of their names with # for digits; none where the system does not tell.
   */
  public Map<String, Duration> cpuByThread() {
    Map<String, Duration> byThread = new TreeMap<>();
    try (var threads = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
      threads.forEach(thread -> addCpu(thread, byThread));
    } catch (IOException unknown) {
      return Map.of();
    }
    return byThread;
  }

  private static void addCpu(Path thread, Map<String, Duration> byThread) {
    try {
      String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
      int behindName = stat.lastIndexOf(')');
      String name = stat.substring(stat.indexOf('(') + 1, behindName).replaceAll("\\d+", "#");
      String[] fields = stat.substring(behindName + 2).split(" ");
      long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      byThread.merge(name, Duration.ofMillis(ticks * MILLIS_A_TICK), Duration::plus);
    } catch (IOException ended) {
      // Between the listing and the reading; what it used is in nobody's figures.
    }
  }

  /** Physical memory held now, in bytes; zero where the system does not tell. */
  public long residentBytes() {
    return memory("VmRSS:");
  }

  /**
   * The most physical memory held since the start, in bytes; zero where the system does not tell.
   */
  public long peakResidentBytes() {
    return memory("VmHWM:");
  }

  /** How many threads it has; zero where the system does not tell. */
  public long threads() {
    return status("Threads:");
  }

  /** Bytes that it has had written to disks; zero where the system does not tell. */
  public long writtenBytes() {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid()), "io"))) {
      return lines
          .filter(line -> line.startsWith("write_bytes:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException unknown) {
      return 0;
    }
  }

  private long memory(String name) {
    return status(name) * 1024;
  }

  private long status(String name) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }

  /**
   * Waits until it is ready.
   *
   * @param lacking asked again and again: what is still lacking, or nothing once it is ready
   * @throws BenchFailure when the child ends first or the time is over, with the end of its log
   */
  public void awaitReady(Duration atMost, Supplier<Optional<String>> lacking) {
    long deadline = System.nanoTime() + atMost.toNanos();
    Optional<String> reason = lacking.get();
    while (reason.isPresent()) {
      if (!process.isAlive()) {
        throw new BenchFailure(name + " ended with exit code " + process.exitValue() + logEnd());
      }
      if (System.nanoTime() > deadline) {
        throw new BenchFailure(
            name + " is not ready after " + atMost.toSeconds() + " s: " + reason.get() + logEnd());
      }
      Pause.of(Duration.ofMillis(250));
      reason = lacking.get();
    }
  }

  /**
   * Sends one line to the child's standard input and returns the line it answers with.
   *
   * @throws BenchFailure when it ends instead of answering
   */
  public String ask(String command) {
    commands.println(command);
    return read();
  }

  /**
   * Waits for the next line of its standard output.
   *
   * @throws BenchFailure when it ends instead
   */
  public String read() {
    try {
      String answer = answers.readLine();
      if (answer == null) {
        throw new BenchFailure(name + " ended instead of answering" + logEnd());
      }
      return answer;
    } catch (IOException e) {
      throw new BenchFailure(name + " could not be asked" + logEnd(), e);
    }
  }

  /** Ends the process: politely for up to {@code grace}, then not. */
  void end(Duration grace) {
    process.destroy();
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String logEnd() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      List<String> end = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
      return end.isEmpty()
          ? "; its log is empty"
          : "; its log ends:\n  " + String.join("\n  ", end);
    } catch (IOException e) {
      return "; its log cannot be read: " + e.getMessage();
    }
  }
}
