package dev.journeygateway.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;

/** An outside producer on a listener of the embedded broker, in one of its protocols. */
interface Producer {

  String QUEUE = "journey.start.requests.in";
  String USER = "rig";
  String PASSWORD = "rig";

  /** A message to send: its body's bytes and its text properties. */
  record Sent(byte[] body, Map<String, String> properties) {}

  /** The settings that switch a listener on for it. */
  static List<String> settings(String protocol, int port) {
    String name = "--gateway.broker.connectors." + protocol;
    return List.of(name + ".port=" + port, name + ".user=" + USER, name + ".password=" + PASSWORD);
  }

  /**
   * Sends them in order; returns when the broker has confirmed each.
   *
   * @throws RigFailure when it does not
   */
  void send(List<Sent> messages);

  /** ActiveMQ's own client, a hundred messages a transaction. */
  static Producer openwire(int port) {
    return messages -> {
      ActiveMQConnectionFactory factory =
          new ActiveMQConnectionFactory(USER, PASSWORD, "tcp://127.0.0.1:" + port);
      try (Connection connection = factory.createConnection();
          Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
          MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
        int open = 0;
        for (Sent sent : messages) {
          BytesMessage message = session.createBytesMessage();
          message.writeBytes(sent.body());
          for (Map.Entry<String, String> property : sent.properties().entrySet()) {
            message.setStringProperty(property.getKey(), property.getValue());
          }
          producer.send(message);
          if (++open % 100 == 0) {
            session.commit();
          }
        }
        session.commit();
      } catch (JMSException e) {
        throw new RigFailure("messages cannot be sent over OpenWire", e);
      }
    };
  }

  /** STOMP 1.2 over a socket; each message asks for a receipt. */
  static Producer stomp(int port) {
    return messages -> {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(60_000);
        OutputStream out = socket.getOutputStream();
        InputStream in = new BufferedInputStream(socket.getInputStream());
        out.write(
            ("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0\nlogin:%s\npasscode:%s\n"
                    + "\n\0")
                .formatted(USER, PASSWORD)
                .getBytes(StandardCharsets.UTF_8));
        requireFrame(in, "CONNECTED");
        int unconfirmed = 0;
        for (Sent sent : messages) {
          out.write(frame(sent, "r"));
          if (++unconfirmed == 100) {
            out.flush();
            for (; unconfirmed > 0; unconfirmed--) {
              requireFrame(in, "RECEIPT");
            }
          }
        }
        for (; unconfirmed > 0; unconfirmed--) {
          requireFrame(in, "RECEIPT");
        }
      } catch (IOException e) {
        throw new RigFailure("messages cannot be sent over STOMP", e);
      }
    };
  }

  private static byte[] frame(Sent sent, String receipt) throws IOException {
    StringBuilder head =
        new StringBuilder("SEND\ndestination:/queue/" + QUEUE + "\npersistent:true\n")
            .append("receipt:" + receipt + "\ncontent-length:" + sent.body().length + "\n");
    sent.properties()
        .forEach(
            (name, value) ->
                head.append(escaped(name)).append(':').append(escaped(value)).append('\n'));
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    frame.write(sent.body());
    frame.write(0);
    return frame.toByteArray();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n").replace(":", "\\c");
  }

  private static void requireFrame(InputStream in, String command) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    for (int b = in.read(); b != 0; b = in.read()) {
      if (b < 0) {
        throw new RigFailure("the broker closed the STOMP connection");
      }
      frame.write(b);
    }
    String text = frame.toString(StandardCharsets.UTF_8).strip();
    if (!text.startsWith(command)) {
      throw new RigFailure("over STOMP " + command + " was expected, and came: " + text);
    }
  }

  /** Whether node and the package rhea are here, or can be installed. */
  static boolean amqpIsHere() {
    Path folder = Path.of("src/test/node");
    try {
      return Programs.runQuietly("node", "--version") == 0
          && (Files.isDirectory(folder.resolve("node_modules/rhea"))
              || Programs.runQuietly(
                      "npm", "ci", "--no-audit", "--no-fund", "--prefix", folder.toString())
                  == 0);
    } catch (RigFailure noSuchProgram) {
      return false;
    }
  }

  /**
   * AMQP 1.0 by the package rhea under node, which waits until each message is accepted.
   *
   * @param folder where its script is put
   */
  static Producer amqp(int port, Path folder) {
    return messages -> {
      ObjectMapper json = new ObjectMapper();
      try (InputStream script = Producer.class.getResourceAsStream("/rig/send-amqp.js")) {
        Path file = folder.resolve("send-amqp.js");
        Files.write(file, script.readAllBytes());
        ProcessBuilder builder =
            new ProcessBuilder("node", file.toString(), Integer.toString(port), USER, PASSWORD)
                .redirectErrorStream(true);
        builder
            .environment()
            .put("NODE_PATH", Path.of("src/test/node/node_modules").toAbsolutePath().toString());
        Process process = Children.add(builder.start());
        try (OutputStream in = process.getOutputStream()) {
          for (Sent sent : messages) {
            in.write(
                json.writeValueAsBytes(
                    Map.of(
                        "body",
                        Base64.getEncoder().encodeToString(sent.body()),
                        "properties",
                        sent.properties())));
            in.write('\n');
          }
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new RigFailure("messages cannot be sent over AMQP: " + said);
        }
      } catch (IOException e) {
        throw new RigFailure("messages cannot be sent over AMQP", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }
}
