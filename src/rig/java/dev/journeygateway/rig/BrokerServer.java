package dev.journeygateway.rig;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The outside broker, which can be taken away, made to hang, and come back. */
final class BrokerServer implements AutoCloseable {

  private final Path folder;
  private final int port = GatewayProcess.freePort();
  private Process process;

  BrokerServer(Path folder) {
    this.folder = folder;
    start();
  }

  void start() {
    try {
      Path data = Files.createDirectories(folder.resolve("broker"));
      ProcessBuilder builder =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx512m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  OutsideBroker.class.getName(),
                  Integer.toString(port),
                  data.toString())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()));
      process = Children.add(builder.start());
    } catch (IOException e) {
      throw new RigFailure("the broker cannot be started", e);
    }
    if (!Pause.until(Duration.ofSeconds(60), this::listening)) {
      throw new RigFailure("the broker does not listen: see " + folder.resolve("broker.log"));
    }
  }

  private boolean listening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The setting that puts a gateway on it. */
  List<String> settings() {
    return List.of("--spring.activemq.broker-url=failover:(tcp://127.0.0.1:" + port + ")");
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGSTOP: connections stay open, and nobody answers. */
  void hang() {
    Signals.send("-STOP", process.pid());
  }

  void goOn() {
    Signals.send("-CONT", process.pid());
  }

  @Override
  public void close() {
    kill();
  }
}
