package dev.journeygateway.door.file;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One connection to a server whose host key is known. Not thread-safe. */
final class SftpConnection implements AutoCloseable {

  private static final int CONNECTS_WITHIN_MILLIS = 10_000;
  private static final int ANSWERS_WITHIN_MILLIS = 30_000;

  private final Session session;
  private final ChannelSftp channel;

  private SftpConnection(Session session, ChannelSftp channel) {
    this.session = session;
    this.channel = channel;
  }

  /** A name in a remote folder. */
  record Listed(String name, boolean file, boolean folder, long size, long modified) {}

  static SftpConnection open(SftpSettings.Server server) throws IOException {
    Session session = null;
    try {
      JSch jsch = new JSch();
      jsch.setKnownHosts(server.knownHosts().toString());
      if (server.key().isPresent()) {
        if (server.keyPassphrase().isPresent()) {
          jsch.addIdentity(server.key().get(), server.keyPassphrase().get());
        } else {
          jsch.addIdentity(server.key().get());
        }
      }
      session = jsch.getSession(server.user(), server.host(), server.port());
      session.setConfig("StrictHostKeyChecking", "yes");
      session.setConfig(
          "PreferredAuthentications", server.key().isPresent() ? "publickey" : "password");
      server.password().ifPresent(session::setPassword);
      session.setTimeout(ANSWERS_WITHIN_MILLIS);
      session.setServerAliveInterval(15_000);
      session.setDaemonThread(true);
      session.connect(CONNECTS_WITHIN_MILLIS);
      ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
      channel.connect(CONNECTS_WITHIN_MILLIS);
      return new SftpConnection(session, channel);
    } catch (JSchException e) {
      if (session != null) {
        session.disconnect();
      }
      throw new IOException("SFTP " + server + ": " + e.getMessage(), e);
    }
  }

  boolean alive() {
    return session.isConnected() && channel.isConnected();
  }

  List<Listed> list(String folder) throws IOException {
    List<Listed> listed = new ArrayList<>();
    try {
      channel.ls(
          quoted(folder),
          entry -> {
            SftpATTRS attributes = entry.getAttrs();
            if (!entry.getFilename().equals(".") && !entry.getFilename().equals("..")) {
              listed.add(
                  new Listed(
                      entry.getFilename(),
                      attributes.isReg(),
                      attributes.isDir(),
                      attributes.getSize(),
                      attributes.getMTime()));
            }
            return ChannelSftp.LsEntrySelector.CONTINUE;
          });
    } catch (SftpException e) {
      throw failed("list " + folder, e);
    }
    return listed;
  }

  /** Renames; the target must not be there. */
  void rename(String from, String to) throws IOException {
    try {
      channel.rename(quoted(from), quoted(to));
    } catch (SftpException e) {
      throw failed("rename " + from, e);
    }
  }

  /** False where there was nothing to rename. */
  boolean renameIfThere(String from, String to) throws IOException {
    try {
      rename(from, to);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  Optional<Listed> find(String path) throws IOException {
    try {
      SftpATTRS attributes = channel.lstat(quoted(path));
      return Optional.of(
          new Listed(
              path,
              attributes.isReg(),
              attributes.isDir(),
              attributes.getSize(),
              attributes.getMTime()));
    } catch (SftpException e) {
      if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
        return Optional.empty();
      }
      throw failed("look at " + path, e);
    }
  }

  void makeFolders(String path) throws IOException {
    int at = 0;
    while (at >= 0) {
      at = path.indexOf('/', at + 1);
      String part = at < 0 ? path : path.substring(0, at);
      if (find(part).isEmpty()) {
        try {
          channel.mkdir(quoted(part));
        } catch (SftpException e) {
          if (find(part).isEmpty()) {
            throw failed("make folder " + part, e);
          }
        }
      }
    }
  }

  void delete(String path) throws IOException {
    try {
      channel.rm(quoted(path));
    } catch (SftpException e) {
      if (e.id != ChannelSftp.SSH_FX_NO_SUCH_FILE) {
        throw failed("delete " + path, e);
      }
    }
  }

  /**
   * Fetches a whole file: under a name of its own until as many bytes are there as the server has,
   * before and after.
   */
  void fetch(String remote, Path local) throws IOException {
    long before = find(remote).orElseThrow(() -> new NoSuchFileException(remote)).size();
    Path part = local.resolveSibling(local.getFileName() + ".part");
    try (FileOutputStream out = new FileOutputStream(part.toFile())) {
      channel.get(quoted(remote), out);
      out.getFD().sync();
    } catch (SftpException e) {
      throw failed("fetch " + remote, e);
    }
    long after = find(remote).orElseThrow(() -> new NoSuchFileException(remote)).size();
    if (Files.size(part) != before || before != after) {
      throw new IOException(
          "the transfer of " + remote + " ended early, or somebody still writes to it");
    }
    Files.move(part, local, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void put(Path local, String remote) throws IOException {
    try {
      channel.put(local.toString(), quoted(remote), ChannelSftp.OVERWRITE);
    } catch (SftpException e) {
      throw failed("write " + remote, e);
    }
  }

  void put(String text, String remote) throws IOException {
    try {
      channel.put(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
          quoted(remote),
          ChannelSftp.OVERWRITE);
    } catch (SftpException e) {
      throw failed("write " + remote, e);
    }
  }

  /** The library takes names for patterns. */
  private static String quoted(String path) {
    return path.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
  }

  private static IOException failed(String what, SftpException e) {
    if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
      return new NoSuchFileException(what);
    }
    return new IOException("could not " + what + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    channel.disconnect();
    session.disconnect();
  }
}
