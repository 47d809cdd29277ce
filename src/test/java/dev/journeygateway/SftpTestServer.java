package dev.journeygateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SFTP server in this process, with a host key of its own. */
final class SftpTestServer implements AutoCloseable {

  static final String USER = "shop";
  static final String PASSWORD = "open sesame";

  private final Path root;
  private final Path keys;
  private final SshServer server;

  private SftpTestServer(Path root, Path keys, SshServer server) {
    this.root = root;
    this.keys = keys;
    this.server = server;
  }

  static SftpTestServer start() {
    try {
      Path root = Files.createTempDirectory("journey-gateway-sftp-");
      Path keys = Files.createTempDirectory("journey-gateway-sftp-keys-");
      SshServer server = SshServer.setUpDefaultServer();
      server.setHost("127.0.0.1");
      var hostKeys = new SimpleGeneratorHostKeyProvider(keys.resolve("host"));
      hostKeys.setAlgorithm(KeyUtils.EC_ALGORITHM);
      hostKeys.setKeySize(256);
      server.setKeyPairProvider(hostKeys);
      server.setPasswordAuthenticator(
          (user, password, session) -> user.equals(USER) && password.equals(PASSWORD));
      server.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder().build()));
      server.setFileSystemFactory(new VirtualFileSystemFactory(root));
      server.start();
      SftpTestServer running = new SftpTestServer(root, keys, server);
      running.writeKnownHosts(hostKeys.loadKeys(null).iterator().next());
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeKnownHosts(KeyPair key) throws IOException {
    Files.writeString(
        knownHosts(),
        "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(key.getPublic()) + "\n");
  }

  int port() {
    return server.getPort();
  }

  Path root() {
    return root;
  }

  Path knownHosts() {
    return keys.resolve("known_hosts");
  }

  /** The settings of a gateway that polls this server. */
  String[] settings(int number) {
    String name = "gateway.sftp.servers[" + number + "].";
    return new String[] {
      name + "host=127.0.0.1",
      name + "port=" + port(),
      name + "user=" + USER,
      name + "password=" + PASSWORD,
      name + "known-hosts=" + knownHosts(),
      name + "folder=inbox"
    };
  }

  /** Cuts every connection. */
  void cut() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
