package dev.journeygateway.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** OpenSSH's own server, as {@code src/test/sftp/openssh-server} starts it; logins by key. */
public final class OpenSshServer implements SftpServerOnLoopback {

  private static final Path SSHD = Path.of("/usr/sbin/sshd");
  private static final String PASSPHRASE = "open sesame";

  private final Path folder;
  private final int port;
  private final Process process;

  private OpenSshServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  public static boolean installed() {
    return Files.isExecutable(SSHD);
  }

  public static OpenSshServer start() {
    try {
      Path folder = Files.createTempDirectory("journey-gateway-openssh-");
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      File log = folder.resolve("sshd.log").toFile();
      Process process =
          new ProcessBuilder(
                  "src/test/sftp/openssh-server", folder.toString(), Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      OpenSshServer server = new OpenSshServer(folder, port, process);
      Awaitility.await("sshd, see " + log)
          .atMost(Duration.ofSeconds(30))
          .until(() -> process.isAlive() && server.answers());
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.getInputStream().read() == 'S';
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public Path root() {
    return folder.resolve("files");
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Path knownHosts() {
    return folder.resolve("known_hosts");
  }

  @Override
  public String[] settings(int number) {
    String name = "gateway.sftp.servers[" + number + "].";
    return new String[] {
      name + "host=127.0.0.1",
      name + "port=" + port,
      name + "user=" + System.getProperty("user.name"),
      name + "key=" + folder.resolve("gateway_key"),
      name + "key-passphrase=" + PASSPHRASE,
      name + "known-hosts=" + knownHosts(),
      name + "folder=inbox"
    };
  }

  /** The private key of the gateway's account. */
  public Path key() {
    return folder.resolve("gateway_key");
  }

  public String passphrase() {
    return PASSPHRASE;
  }

  /** OpenSSH's sftp client, at most {@code kilobits} a second, doing what the commands say. */
  public Process client(int kilobits, Path commands) throws IOException {
    return new ProcessBuilder(
            List.of(
                "sftp",
                "-q",
                "-b",
                commands.toString(),
                "-l",
                Integer.toString(kilobits),
                "-i",
                folder.resolve("uploader_key").toString(),
                "-o",
                "UserKnownHostsFile=" + knownHosts(),
                "-P",
                Integer.toString(port),
                System.getProperty("user.name") + "@127.0.0.1"))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("client.log").toFile())
        .start();
  }

  @Override
  public void cut() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroy();
  }
}
