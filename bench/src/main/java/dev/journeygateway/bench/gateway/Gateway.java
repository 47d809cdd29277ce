package dev.journeygateway.bench.gateway;

import dev.journeygateway.bench.load.HttpLoad;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Child;
import dev.journeygateway.bench.run.Children;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gateway's own jar, running in a folder of its own on embedded parts unless settings say
 * otherwise.
 */
public record Gateway(Child child, int port) {

  private static final Duration START_AT_MOST = Duration.ofSeconds(120);

  /**
   * Starts it and waits until its readiness says 200.
   *
   * @param name of the process, its folder and its log
   * @param jvmOptions beside those that every child gets
   * @param settings as {@code --name=value}, in place of ours of the same name
   * @throws BenchFailure when it does not become ready within two minutes
   */
  public static Gateway start(
      Children children,
      String name,
      Path jar,
      DemoCatalogue catalogue,
      List<String> jvmOptions,
      List<String> settings) {
    if (!Files.isReadable(jar)) {
      throw new BenchFailure(
          "there is no " + jar + ": build the gateway first, or leave it out with --only");
    }
    Path folder = children.folder(name);
    int port = Children.freePort();
    List<String> arguments = new ArrayList<>();
    arguments.add("--server.port=" + port);
    arguments.add("--server.address=127.0.0.1");
    arguments.add("--gateway.data-dir=" + folder.resolve("data"));
    arguments.add("--gateway.inbox=" + folder.resolve("inbox"));
    arguments.add("--gateway.catalog=" + catalogue.write(folder.resolve("journeys.yaml")));
    // Spring takes what is there twice for a list.
    arguments.removeIf(ours -> settings.stream().anyMatch(each -> sameName(each, ours)));
    arguments.addAll(settings);
    Child child = children.startJar(name, jar, jvmOptions, arguments);
    awaitReady(child, port);
    return new Gateway(child, port);
  }

  /** Whether both give a value to one setting. */
  static boolean sameName(String one, String other) {
    return one.startsWith(other.substring(0, other.indexOf('=') + 1));
  }

  /**
   * Waits until the readiness of an application on Spring Boot says 200.
   *
   * @throws BenchFailure when it does not within two minutes
   */
  public static void awaitReady(Child child, int port) {
    child.awaitReady(START_AT_MOST, () -> lacking(port));
  }

  private static Optional<String> lacking(int port) {
    // Without "Connection: close": an answer on a connection that closes may come without its
    // length.
    String request = "GET /actuator/health/readiness HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    try {
      HttpLoad.Answer answer = HttpLoad.once(port, request.getBytes(StandardCharsets.US_ASCII));
      return answer.status() == 200
          ? Optional.empty()
          : Optional.of(answer.status() + " " + answer.body());
    } catch (IOException | IllegalStateException notYet) {
      return Optional.of(notYet.toString());
    }
  }
}
