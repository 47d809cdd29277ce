package dev.journeygateway.door.file;

import dev.journeygateway.support.OpenSshServer;
import dev.journeygateway.support.SftpHabit;
import dev.journeygateway.support.SftpServerOnLoopback;
import dev.journeygateway.support.SftpTestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Every kind of place that files come from: one set of tests runs on all. */
enum Site {
  FOLDER,
  OPENSSH,
  MINA,
  NO_TYPE_BITS,
  NO_MODES,
  NO_SIZES,
  RENAME_SETS_TIME,
  FAILURE_FOR_MISSING,
  KEYBOARD_INTERACTIVE,
  NO_RIGHT_ON_PARENTS,
  ONE_SESSION,
  NO_EXTENSIONS;

  /** One that is open, with the folder of this machine in which its files lie. */
  record Open(FilePlace place, Path root, SftpServerOnLoopback server) implements AutoCloseable {

    @Override
    public void close() {
      place.close();
      if (server != null) {
        server.close();
      }
    }
  }

  boolean installed() {
    return this != OPENSSH || OpenSshServer.installed();
  }

  Open open() throws IOException {
    if (this == FOLDER) {
      Path root = Files.createTempDirectory("journey-gateway-in%20b +#ox-");
      return new Open(new FolderPlace(root), root, null);
    }
    SftpServerOnLoopback server;
    SftpSettings.Server settings;
    if (this == OPENSSH) {
      OpenSshServer openSsh = OpenSshServer.start();
      server = openSsh;
      settings =
          new SftpSettings.Server(
              "127.0.0.1",
              openSsh.port(),
              System.getProperty("user.name"),
              Optional.empty(),
              Optional.of(openSsh.key().toString()),
              Optional.of(openSsh.passphrase()),
              openSsh.knownHosts(),
              "inbox",
              Optional.empty());
    } else {
      SftpTestServer mina =
          this == MINA ? SftpTestServer.start() : SftpTestServer.start(SftpHabit.valueOf(name()));
      server = mina;
      settings =
          new SftpSettings.Server(
              "127.0.0.1",
              mina.port(),
              mina.user(),
              Optional.of(mina.password()),
              Optional.empty(),
              Optional.empty(),
              mina.knownHosts(),
              "inbox",
              Optional.empty());
    }
    Path root = Files.createDirectories(server.root().resolve("inbox"));
    Path local = Files.createTempDirectory("journey-gateway-fetched-");
    return new Open(new SftpPlace(settings, local, 4, System::nanoTime), root, server);
  }
}
