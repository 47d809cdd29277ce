package dev.journeygateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Producers that are not ours, in another language: the packages rhea and stompit under node. */
final class NodeProducer {

  private static final Path FOLDER = Path.of("src/test/node");

  private final String script;
  private final int port;

  private NodeProducer(String script, int port) {
    this.script = script;
    this.port = port;
  }

  static NodeProducer amqp(int port) {
    return new NodeProducer("send-amqp.js", port);
  }

  static NodeProducer stomp(int port) {
    return new NodeProducer("send-stomp.js", port);
  }

  /**
   * Installs the packages as the lock file says; skips the test with a clear word where there is no
   * node.
   */
  static void install() {
    Assumptions.assumeTrue(
        succeeds("node", "--version"), "skipped: there is no node on this machine");
    if (!Files.isDirectory(FOLDER.resolve("node_modules/rhea"))) {
      Assumptions.assumeTrue(
          succeeds("npm", "ci", "--no-audit", "--no-fund"),
          "skipped: npm could not install rhea and stompit");
    }
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Sends a message and answers what its sender was told. */
  JsonNode ask(
      String user, String password, String body, boolean bytes, Map<String, String> properties) {
    Ran ran = run(user, password, body, bytes, properties);
    if (ran.exit() != 0) {
      throw new AssertionError(ran.text());
    }
    try {
      JsonNode answer = RunningGateway.JSON.readTree(ran.text());
      if (!answer.path("correlation").asText().endsWith("-1")) {
        throw new AssertionError("not correlated: " + answer);
      }
      return RunningGateway.JSON.readTree(answer.get("body").asText());
    } catch (IOException e) {
      throw new IllegalStateException(ran.text(), e);
    }
  }

  /** What the script printed, and its exit status. */
  record Ran(int exit, String text) {}

  Ran run(
      String user, String password, String body, boolean bytes, Map<String, String> properties) {
    try {
      Process process =
          new ProcessBuilder(List.of("node", script, Integer.toString(port), user, password))
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .start();
      try (var in = process.getOutputStream()) {
        in.write(
            RunningGateway.JSON.writeValueAsBytes(
                Map.of("body", body, "bytes", bytes, "properties", properties)));
      }
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the script hangs");
      }
      return new Ran(process.exitValue(), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
