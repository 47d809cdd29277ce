package dev.journeygateway.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One connection to a gateway, byte by byte: for calls that no HTTP client would make. */
public final class RawConnection implements AutoCloseable {

  /** A bound for what should come at once; a test that meets it fails. */
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  public RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** One answer; the names of headers in any case. */
  public record Answer(int status, Map<String, String> headers, byte[] body) {

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return status + " " + headers + " " + text();
    }
  }

  public void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  public void send(String latin1) throws IOException {
    send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** The next answer, or none where the gateway closed the connection instead. */
  public Optional<Answer> answer() throws IOException {
    String statusLine = line();
    if (statusLine == null) {
      return Optional.empty();
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      headers.put(
          line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip());
    }
    int status = Integer.parseInt(statusLine.split(" ")[1]);
    return Optional.of(new Answer(status, headers, status == 100 ? new byte[0] : body(headers)));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.containsKey("Content-Length")) {
      return in.readNBytes(Integer.parseInt(headers.get("Content-Length")));
    }
    if (headers.containsKey("Transfer-Encoding")) {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
        whole.write(in.readNBytes(size));
        line();
      }
      line();
      return whole.toByteArray();
    }
    return in.readAllBytes();
  }

  /** All answers until the gateway closes the connection. */
  public List<Answer> answersUntilClosed() throws IOException {
    List<Answer> answers = new ArrayList<>();
    try {
      for (Optional<Answer> next = answer(); next.isPresent(); next = answer()) {
        answers.add(next.get());
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError(
          "the gateway neither answered nor closed the connection; it answered " + answers, e);
    } catch (java.net.SocketException e) {
      // Reset: closed, with something of ours unread.
    }
    return answers;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return line.isEmpty() ? null : line.toString();
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
