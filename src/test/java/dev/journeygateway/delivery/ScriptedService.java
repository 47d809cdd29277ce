package dev.journeygateway.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A service that answers its calls as a test says, byte by byte. */
public final class ScriptedService implements AutoCloseable {

  /** Accepts, and names the request. */
  public static final String TAKEN =
      answer(200, "{\"request_uuid\":\"9f8b7c6d-5e4f-3a2b-1c0d-9e8f7a6b5c4d\"}");

  /** Closes the connection without a word. */
  public static final String CUT = "";

  /** Says nothing for as long as it is asked. */
  public static final String SILENCE = "silence";

  private static final int TLS_HANDSHAKE = 0x16;

  private final ServerSocket listener;
  private final BlockingDeque<String> answers = new LinkedBlockingDeque<>();
  private volatile SSLContext ssl;
  private volatile CountDownLatch held = new CountDownLatch(0);

  /** What came, each with its headers. */
  public final List<String> calls = new CopyOnWriteArrayList<>();

  public ScriptedService() throws IOException {
    this(0);
  }

  /** A service at a port where one was before. */
  ScriptedService(int port) throws IOException {
    listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "scripted-service");
    thread.setDaemon(true);
    thread.start();
  }

  public static String answer(int status, String body, String... headers) {
    return "HTTP/1.1 %d Any\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"
        .formatted(
            status,
            body.getBytes(StandardCharsets.UTF_8).length,
            headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n",
            body);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Answers the next calls with these, in order; those after them are taken. */
  public void next(String... texts) {
    answers.addAll(List.of(texts));
  }

  /** Takes calls, and answers none until it is let go on. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void goOn() {
    held.countDown();
  }

  /** Speaks TLS with the next callers. */
  void secure(SSLContext ssl) {
    this.ssl = ssl;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread thread = new Thread(() -> answer(socket), "scripted-answer");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private Socket secured(Socket socket) throws IOException {
    SSLContext with = ssl;
    if (with == null) {
      return socket;
    }
    SSLSocket secured =
        (SSLSocket) with.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
    secured.setUseClientMode(false);
    return secured;
  }

  private void answer(Socket accepted) {
    try (accepted;
        Socket socket = secured(accepted)) {
      String call = read(socket.getInputStream());
      if (call.isEmpty()) {
        socket.getOutputStream().write(answer(400, "").getBytes(StandardCharsets.UTF_8));
        return;
      }
      calls.add(call);
      held.await();
      String next = answers.poll();
      String text = next == null ? TAKEN : next;
      if (text.equals(SILENCE)) {
        socket.getInputStream().read();
      } else {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The caller has given up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A call; nothing for the first bytes of TLS. */
  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int one = in.read();
      if (one < 0) {
        throw new IOException("no call");
      }
      head.write(one);
      if (head.size() == 1 && one == TLS_HANDSHAKE) {
        return "";
      }
    }
    String text = head.toString(StandardCharsets.UTF_8);
    java.util.regex.Matcher length =
        java.util.regex.Pattern.compile("(?i)content-length: (\\d+)").matcher(text);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return text + new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
