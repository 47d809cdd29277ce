package dev.journeygateway.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.journey.References;
import dev.journeygateway.journey.WebhookSettings;
import dev.journeygateway.support.NodeProducer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/**
 * The samples of docs/webhooks.md, as they are written there, judge messages that the gateway has
 * signed and sent.
 */
class WebhookSamplesIT {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_" + "B".repeat(32);
  private static final Duration TOO_LONG = Duration.ofSeconds(330);

  /** A real server takes the messages, as the sample expects it to. */
  private static final String JAVASCRIPT =
      """
      import express from "express";
      import { createInterface } from "node:readline";
      const app = express();
      %s
      const server = app.listen(0, "127.0.0.1", async () => {
        for await (const line of createInterface({ input: process.stdin })) {
          const [id, timestamp, signatures, body] = line.split("\\t");
          const answer = await fetch(`http://127.0.0.1:${server.address().port}/hooks`, {
            method: "POST",
            headers: {
              "webhook-id": id,
              "webhook-timestamp": timestamp,
              "webhook-signature": signatures,
              "content-type": "application/json; charset=UTF-8",
            },
            body: Buffer.from(body, "base64"),
          });
          console.log(answer.ok);
        }
        process.exit();
      });
      """;

  private static final String PYTHON =
      """
      %s
      import os, sys

      for line in sys.stdin:
          id, timestamp, signatures, body = line.rstrip("\\n").split("\\t")
          headers = {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures}
          print(str(verified(os.environ["HOOK_SECRET"], headers, base64.b64decode(body))).lower())
      """;

  private static final String JAVA =
      """
      import java.nio.charset.*;
      import java.security.*;
      import java.time.*;
      import java.util.*;
      import javax.crypto.*;
      import javax.crypto.spec.*;

      class Sample {
      %s
        public static void main(String[] args) throws Exception {
          Scanner lines = new Scanner(System.in);
          while (lines.hasNextLine()) {
            String[] parts = lines.nextLine().split("\\t");
            byte[] body = Base64.getDecoder().decode(parts[3]);
            System.out.println(
                verified(System.getenv("HOOK_SECRET"), parts[0], parts[1], parts[2], body));
          }
        }
      }
      """;

  @TempDir Path folder;

  private final Map<String, String> messages = new LinkedHashMap<>();
  private final Map<String, Boolean> expected = new LinkedHashMap<>();

  @BeforeEach
  void signMessages() throws IOException, GeneralSecurityException {
    Clock now = Clock.systemUTC();
    Receiver.Told right = told(now, SECRET);
    add("right", right, right.body(), true);
    Receiver.Told rotated = told(now, OTHER, SECRET);
    add("signed with two secrets", rotated, rotated.body(), true);
    add("of another body", right, right.body().replace("request.done", "request.held"), false);
    add("of another id", id(right, "msg_2"), right.body(), false);
    Receiver.Told others = told(now, OTHER);
    add("of another secret", others, others.body(), false);
    for (Duration away : List.of(TOO_LONG.negated(), TOO_LONG)) {
      Receiver.Told told = told(Clock.offset(now, away), SECRET);
      add("from another time, " + away, told, told.body(), false);
    }
  }

  /** A message as it came to a receiver's socket. */
  private static Receiver.Told told(Clock clock, String... secrets)
      throws IOException, GeneralSecurityException {
    MockEnvironment environment = new MockEnvironment();
    List<String> references = new ArrayList<>();
    for (String secret : secrets) {
      String name = "SECRET_" + references.size();
      environment.setProperty(name, secret);
      references.add("${" + name + "}");
    }
    var internal = WebhookSettings.internal(List.of("127.0.0.1")).internal();
    try (Receiver receiver = Receiver.plain();
        WebhookClient client =
            new WebhookClient(
                new References(environment),
                internal,
                new ReceiverAddresses(internal, InetAddress::getAllByName),
                new NotifySettings("https://gateway.example.com/"),
                Duration.ofSeconds(10),
                1,
                SSLContext.getDefault(),
                clock)) {
      AttemptResult result =
          client.send(
              new Webhook(
                  "AAAAA-00001.team", "http://127.0.0.1:" + receiver.port() + "/hooks", references),
              new Message(
                  "msg_1",
                  "request.done",
                  Optional.empty(),
                  Instant.parse("2026-12-01T09:00:00.25Z"),
                  1,
                  "{\"journey\":\"Zürich — 東京\",\"state\":\"done\"}",
                  Optional.empty()));
      assertThat(result.error()).isEmpty();
      return receiver.told.get(0);
    }
  }

  private static Receiver.Told id(Receiver.Told told, String id) {
    Map<String, String> headers = new LinkedHashMap<>(told.headers());
    headers.put("webhook-id", id);
    return new Receiver.Told(headers, told.body());
  }

  private void add(String name, Receiver.Told told, String body, boolean taken) {
    messages.put(
        name,
        String.join(
            "\t",
            told.headers().get("webhook-id"),
            told.headers().get("webhook-timestamp"),
            told.headers().get("webhook-signature"),
            Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8))));
    expected.put(name, taken);
  }

  @Test
  void ofJavaScriptTakesWhatIsOurs() throws Exception {
    NodeProducer.install();
    Path packages =
        Files.createSymbolicLink(
            folder.resolve("node_modules"), NodeProducer.packages().toAbsolutePath());
    try {
      assertThat(judged("js", JAVASCRIPT, "sample.mjs", "node")).isEqualTo(expected);
    } finally {
      Files.delete(packages);
    }
  }

  @Test
  void ofPythonTakesWhatIsOurs() throws Exception {
    Assumptions.assumeTrue(
        hasPython(),
        "not for this place: there is no python3 of 3.9 or later here, install it to try the sample");

    assertThat(judged("python", PYTHON, "sample.py", "python3")).isEqualTo(expected);
  }

  @Test
  void ofJavaTakesWhatIsOurs() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    assertThat(judged("java", JAVA, "Sample.java", java, "-XX:TieredStopAtLevel=1"))
        .isEqualTo(expected);
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))")
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The page's only sample of a language. */
  private static String sample(String language) throws IOException {
    Matcher matcher =
        Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
            .matcher(Files.readString(Path.of("docs/webhooks.md")));
    assertThat(matcher.find()).as("a sample of %s", language).isTrue();
    String sample = matcher.group(1);
    assertThat(matcher.find()).as("another sample of %s", language).isFalse();
    return sample;
  }

  /** What a sample says of each message. */
  private Map<String, Boolean> judged(
      String language, String program, String name, String... command)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name);
    Files.writeString(file, program.formatted(sample(language)));
    Path input = folder.resolve("messages");
    Files.write(input, messages.values());
    Path said = folder.resolve("said");
    List<String> all = new ArrayList<>(List.of(command));
    all.add(file.toString());
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().put("HOOK_SECRET", SECRET);
    // Express prints the stack of each refusal otherwise.
    builder.environment().put("NODE_ENV", "test");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the sample ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(said);
    assertThat(lines).hasSameSizeAs(messages.values()).containsOnly("true", "false");
    Map<String, Boolean> judged = new LinkedHashMap<>();
    for (String message : messages.keySet()) {
      judged.put(message, Boolean.valueOf(lines.get(judged.size())));
    }
    return judged;
  }
}
