package dev.journeygateway.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.SftpModuleProperties;

/** A real SFTP server in this process, with a host key of its own. */
public final class SftpTestServer implements SftpServerOnLoopback {

  static final String USER = "shop";
  static final String PASSWORD = "open sesame";

  private static final String PASSPHRASE = "behind the mountain";

  private final Path root;
  private final Path keys;
  private final SshServer server;

  private SftpTestServer(Path root, Path keys, SshServer server) {
    this.root = root;
    this.keys = keys;
    this.server = server;
  }

  /** One that takes a password. */
  public static SftpTestServer start(SftpHabit... habits) {
    return start(false, habits.length == 0 ? Set.of() : Set.of(habits));
  }

  /** One that takes nothing but a key, which is kept under a passphrase. */
  public static SftpTestServer startWithKey() {
    return start(true, Set.of());
  }

  private static SftpTestServer start(boolean byKey, Set<SftpHabit> habits) {
    try {
      Path root = Files.createTempDirectory("journey-gateway-sftp-");
      Path keys = Files.createTempDirectory("journey-gateway-sftp-keys-");
      SshServer server = SshServer.setUpDefaultServer();
      server.setHost("127.0.0.1");
      var hostKeys = new SimpleGeneratorHostKeyProvider(keys.resolve("host"));
      hostKeys.setAlgorithm(KeyUtils.EC_ALGORITHM);
      hostKeys.setKeySize(256);
      server.setKeyPairProvider(hostKeys);
      if (byKey) {
        PublicKey theirs = writeKey(keys.resolve("login")).getPublic();
        server.setPublickeyAuthenticator(
            (user, key, session) -> user.equals(USER) && KeyUtils.compareKeys(key, theirs));
      } else {
        server.setPasswordAuthenticator(
            (user, password, session) -> user.equals(USER) && password.equals(PASSWORD));
      }
      if (habits.contains(SftpHabit.KEYBOARD_INTERACTIVE)) {
        server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
        server.setKeyboardInteractiveAuthenticator(new AsksForTheCodeWord());
      }
      if (habits.contains(SftpHabit.ONE_SESSION)) {
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, 1);
      }
      if (habits.contains(SftpHabit.NO_EXTENSIONS)) {
        SftpModuleProperties.OPENSSH_EXTENSIONS.set(server, "");
      }
      server.setSubsystemFactories(List.of(new PeculiarSftp(habits)));
      server.setFileSystemFactory(new VirtualFileSystemFactory(root));
      server.start();
      SftpTestServer running = new SftpTestServer(root, keys, server);
      running.writeKnownHosts(hostKeys.loadKeys(null).iterator().next());
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a second factor or a directory service words it. */
  private static final class AsksForTheCodeWord implements KeyboardInteractiveAuthenticator {

    @Override
    public InteractiveChallenge generateChallenge(
        ServerSession session, String user, String language, String methods) {
      InteractiveChallenge challenge = new InteractiveChallenge();
      challenge.setInteractionName("Welcome");
      challenge.addPrompt("What opens the mountain?", false);
      return challenge;
    }

    @Override
    public boolean authenticate(ServerSession session, String user, List<String> answers) {
      return user.equals(USER) && answers.equals(List.of(PASSWORD));
    }
  }

  private static KeyPair writeKey(Path file) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      KeyPair pair = generator.generateKeyPair();
      OpenSSHKeyEncryptionContext locked = new OpenSSHKeyEncryptionContext();
      locked.setPassword(PASSPHRASE);
      locked.setCipherType("256");
      try (var out = Files.newOutputStream(file)) {
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, USER, locked, out);
      }
      return pair;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has elliptic curves", e);
    }
  }

  private void writeKnownHosts(KeyPair key) throws IOException {
    Files.writeString(
        knownHosts(),
        "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(key.getPublic()) + "\n");
  }

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public Path knownHosts() {
    return keys.resolve("known_hosts");
  }

  @Override
  public String[] settings(int number) {
    String name = "gateway.sftp.servers[" + number + "].";
    return new String[] {
      name + "host=127.0.0.1",
      name + "port=" + port(),
      name + "user=" + USER,
      Files.exists(keys.resolve("login"))
          ? name + "key=" + keys.resolve("login")
          : name + "password=" + PASSWORD,
      name + "known-hosts=" + knownHosts(),
      name + "folder=inbox",
      name + "key-passphrase=" + (Files.exists(keys.resolve("login")) ? PASSPHRASE : "")
    };
  }

  public String user() {
    return USER;
  }

  /** The account's password; there is none where a key is asked for. */
  public String password() {
    return PASSWORD;
  }

  @Override
  public void cut() {
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
