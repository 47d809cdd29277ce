package dev.journeygateway.rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The packaged gateway as a process of its own, in a folder and on a port that it keeps. */
final class GatewayProcess implements AutoCloseable {

  private static final Duration START_AT_MOST = Duration.ofSeconds(120);

  private final Launch launch;
  private final Path folder;
  private final int port;
  private final List<String> settings;
  private final Map<String, String> environment = new HashMap<>();
  private String heap = "512m";
  private Process process;
  private long startedNanos;

  /**
   * @param settings as {@code --name=value}, beside the port and the folders
   */
  GatewayProcess(Launch launch, Path folder, List<String> settings) {
    this.launch = launch;
    this.folder = folder;
    this.port = freePort();
    this.settings = List.copyOf(settings);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new RigFailure("cannot make " + folder, e);
    }
  }

  /** A port that was free a moment ago on the loopback interface. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new RigFailure("no free port", e);
    }
  }

  void heap(String size) {
    heap = size;
  }

  void environment(String name, String value) {
    environment.put(name, value);
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  Path inbox() {
    return folder.resolve("inbox");
  }

  Path log() {
    return folder.resolve("gateway.log");
  }

  Calls calls() {
    return new Calls(port);
  }

  /** Starts it, once more with other options of the virtual machine. */
  void start(String... options) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    // A process that lives for seconds is not worth compiling for the long run.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + heap));
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(launch.options());
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", launch.jar().toString()));
    command.add("--server.port=" + port);
    command.add("--server.address=127.0.0.1");
    command.add("--gateway.data-dir=" + folder.resolve("data"));
    command.add("--gateway.inbox=" + inbox());
    command.addAll(settings);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().putAll(environment);
    try {
      startedNanos = System.nanoTime();
      process = Children.add(builder.start());
    } catch (IOException e) {
      throw new RigFailure("cannot start the gateway", e);
    }
  }

  /**
   * Waits for its readiness.
   *
   * @return how long it took from its start
   * @throws RigFailure when it ends first, or is not ready within two minutes
   */
  Duration awaitReady() {
    return awaitReadyOrEnd().orElseThrow(() -> new RigFailure("the gateway ended" + logEnd()));
  }

  /**
   * Waits for its readiness, or for its end where it may end itself.
   *
   * @return how long it took from its start to be ready; empty when it ended
   * @throws RigFailure when it is neither within two minutes
   */
  Optional<Duration> awaitReadyOrEnd() {
    Calls calls = calls();
    if (!Pause.until(START_AT_MOST, () -> !alive() || calls.ready())) {
      throw new RigFailure("the gateway was not ready within two minutes" + logEnd());
    }
    return alive()
        ? Optional.of(Duration.ofNanos(System.nanoTime() - startedNanos))
        : Optional.empty();
  }

  boolean alive() {
    return process != null && process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(20));
  }

  /** SIGTERM; SIGKILL when it does not end within 40 s. */
  void stop() {
    process.destroy();
    if (!awaitEnd(Duration.ofSeconds(40))) {
      kill();
    }
  }

  /** Whether it ended by itself within a time. */
  boolean awaitEnd(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigFailure("interrupted", e);
    }
  }

  /** How often a text stands in its log, of all its lives. */
  long logged(String text) {
    try (var lines = Files.lines(log(), StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.contains(text)).count();
    } catch (IOException e) {
      throw new RigFailure("cannot read " + log(), e);
    }
  }

  String logEnd() {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
      return "; its log ends:\n  "
          + String.join("\n  ", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
    } catch (IOException e) {
      return "; its log cannot be read: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    if (alive()) {
      kill();
    }
  }
}
