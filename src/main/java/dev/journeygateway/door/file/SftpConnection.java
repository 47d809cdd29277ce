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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One connection to a server whose host key is known. Not thread-safe.
 *
 * <p>Servers differ in what they tell and in how they say no. What one does not tell is {@link
 * Found#UNTOLD} or no kind; a bare "failure" is looked into. Paths are in the server's own
 * spelling: a character for each byte.
 */
final class SftpConnection implements AutoCloseable {

  private static final int CONNECTS_WITHIN_MILLIS = 10_000;
  private static final int ANSWERS_WITHIN_MILLIS = 30_000;
  private static final int TYPE_BITS = 0170000;
  private static final int LINK = 0120000;

  private final SftpSettings.Server server;
  private final Session session;
  private final ChannelSftp channel;
  private boolean broken;

  private SftpConnection(SftpSettings.Server server, Session session, ChannelSftp channel) {
    this.server = server;
    this.session = session;
    this.channel = channel;
  }

  /**
   * A name in a remote folder.
   *
   * @param attributes as told by the server, with its flags
   */
  record Listed(String name, String shownAs, SftpATTRS attributes) {

    long size() {
      return (attributes.getFlags() & SftpATTRS.SSH_FILEXFER_ATTR_SIZE) == 0
          ? Found.UNTOLD
          : attributes.getSize();
    }

    long modified() {
      return (attributes.getFlags() & SftpATTRS.SSH_FILEXFER_ATTR_ACMODTIME) == 0
          ? Found.UNTOLD
          : attributes.getMTime();
    }

    boolean tellsType() {
      return (attributes.getFlags() & SftpATTRS.SSH_FILEXFER_ATTR_PERMISSIONS) != 0
          && (attributes.getPermissions() & TYPE_BITS) != 0;
    }

    boolean link() {
      return tellsType() && (attributes.getPermissions() & TYPE_BITS) == LINK;
    }
  }

  static SftpConnection open(SftpSettings.Server server) throws PlaceAwayException {
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
          "PreferredAuthentications",
          server.key().isPresent() ? "publickey" : "password,keyboard-interactive");
      if (server.password().isPresent()) {
        session.setPassword(server.password().get());
        session.setUserInfo(new PasswordOnPrompt(server.password().get()));
      }
      session.setTimeout(ANSWERS_WITHIN_MILLIS);
      session.setServerAliveInterval(15_000);
      session.setDaemonThread(true);
      session.connect(CONNECTS_WITHIN_MILLIS);
      ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
      channel.connect(CONNECTS_WITHIN_MILLIS);
      // Names are bytes; every one of them has its character here, so that any can be sent back.
      channel.setFilenameEncoding(StandardCharsets.ISO_8859_1);
      return new SftpConnection(server, session, channel);
    } catch (JSchException e) {
      if (session != null) {
        session.disconnect();
      }
      throw new PlaceAwayException("SFTP " + server + ": " + e.getMessage(), e);
    }
  }

  boolean alive() {
    return !broken && session.isConnected() && channel.isConnected();
  }

  /** Names with a leading dot are left out. */
  List<Listed> list(String folder) throws IOException {
    return list(folder, "*");
  }

  private List<Listed> list(String folder, String names) throws IOException {
    List<Listed> listed = new ArrayList<>();
    try {
      // A pattern, for without one the library first asks whether the folder is one, and takes it
      // for a file where the server does not tell.
      channel.ls(
          quoted(folder) + "/" + names,
          entry -> {
            if (!entry.getFilename().equals(".") && !entry.getFilename().equals("..")) {
              listed.add(new Listed(entry.getFilename(), entry.getLongname(), entry.getAttrs()));
            }
            return ChannelSftp.LsEntrySelector.CONTINUE;
          });
    } catch (SftpException e) {
      if (e.id == ChannelSftp.SSH_FX_FAILURE && e.getCause() == null && find(folder).isEmpty()) {
        throw new NoSuchFileException(SftpPlace.text(folder));
      }
      throw failed("list", folder, e);
    }
    return listed;
  }

  /** Whether a path can be listed, and so is a folder. */
  boolean isFolder(String path) throws IOException {
    try {
      channel.ls(quoted(path) + "/*", entry -> ChannelSftp.LsEntrySelector.BREAK);
      return true;
    } catch (SftpException e) {
      if (e.id == ChannelSftp.SSH_FX_PERMISSION_DENIED) {
        return true;
      }
      broken(e);
      return false;
    }
  }

  /** What a link leads to. */
  SftpATTRS follow(String path) throws IOException {
    try {
      return channel.stat(quoted(path));
    } catch (SftpException e) {
      throw failed("look at", path, e);
    }
  }

  Optional<Listed> find(String path) throws IOException {
    try {
      return Optional.of(new Listed(path, "", channel.lstat(quoted(path))));
    } catch (SftpException e) {
      if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
        return Optional.empty();
      }
      if (e.id == ChannelSftp.SSH_FX_FAILURE && e.getCause() == null) {
        return inItsFolder(path);
      }
      throw failed("look at", path, e);
    }
  }

  /** Some servers say no more than "failure" of what is not there. */
  private Optional<Listed> inItsFolder(String path) throws IOException {
    int end = path.lastIndexOf('/');
    String name = path.substring(end + 1);
    String folder = end < 0 ? "." : end == 0 ? "/" : path.substring(0, end);
    List<Listed> beside;
    try {
      beside = list(folder, name.startsWith(".") ? ".*" : "*");
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return beside.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** Renames to a name that nothing has. */
  void rename(String from, String to) throws IOException {
    try {
      channel.rename(quoted(from), quoted(to));
    } catch (SftpException e) {
      if (e.id == ChannelSftp.SSH_FX_FAILURE && e.getCause() == null && find(from).isEmpty()) {
        throw new NoSuchFileException(SftpPlace.text(from));
      }
      throw failed("rename", from, e);
    }
  }

  /**
   * Renames and never replaces.
   *
   * @throws UnsupportedOperationException where the server cannot promise it
   */
  void renameToNew(String from, String to) throws IOException {
    if (channel.getExtension("hardlink@openssh.com") == null) {
      if (channel.getExtension("posix-rename@openssh.com") != null) {
        throw new UnsupportedOperationException("the server's rename may replace a file");
      }
      // A rename of the protocol's version 3 must not replace; not every server keeps to it.
      if (find(to).isPresent()) {
        throw new FileAlreadyExistsException(SftpPlace.text(to));
      }
      rename(from, to);
      return;
    }
    try {
      channel.hardlink(quoted(from), quoted(to));
    } catch (SftpException e) {
      broken(e);
      if (find(to).isPresent()) {
        throw new FileAlreadyExistsException(SftpPlace.text(to));
      }
      if (find(from).isEmpty()) {
        throw new NoSuchFileException(SftpPlace.text(from));
      }
      throw new UnsupportedOperationException("the server gives no file a second name", e);
    }
    delete(from);
  }

  void makeFolder(String path) throws IOException {
    if (find(path).isPresent()) {
      return;
    }
    try {
      channel.mkdir(quoted(path));
    } catch (SftpException e) {
      broken(e);
      if (find(path).isEmpty()) {
        throw failed("make folder", path, e);
      }
    }
  }

  void delete(String path) throws IOException {
    try {
      channel.rm(quoted(path));
    } catch (SftpException e) {
      broken(e);
      if (find(path).isPresent()) {
        throw failed("delete", path, e);
      }
    }
  }

  /** Fetches all bytes that are there. */
  void fetch(String remote, Path local) throws IOException {
    try (FileOutputStream out = new FileOutputStream(local.toFile())) {
      channel.get(quoted(remote), out);
      out.getFD().sync();
    } catch (SftpException e) {
      if (e.id == ChannelSftp.SSH_FX_FAILURE && e.getCause() == null && find(remote).isEmpty()) {
        throw new NoSuchFileException(SftpPlace.text(remote));
      }
      throw failed("read", remote, e);
    }
  }

  /** Whether nothing comes after so many bytes. */
  boolean endsAt(String path, long bytes) throws IOException {
    try (InputStream rest = channel.get(quoted(path), null, bytes)) {
      return rest.read() < 0;
    } catch (SftpException e) {
      throw failed("read", path, e);
    }
  }

  void put(Path local, String remote) throws IOException {
    try {
      channel.put(local.toString(), quoted(remote), ChannelSftp.OVERWRITE);
    } catch (SftpException e) {
      throw failed("write", remote, e);
    }
  }

  void put(String text, String remote) throws IOException {
    try {
      channel.put(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
          quoted(remote),
          ChannelSftp.OVERWRITE);
    } catch (SftpException e) {
      throw failed("write", remote, e);
    }
  }

  /** The library takes names for patterns. */
  private static String quoted(String path) {
    return path.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
  }

  /** Where it was no answer of the server's, question and answer may be out of step from now on. */
  private void broken(SftpException e) throws PlaceAwayException {
    if (e.getCause() != null
        || e.id == ChannelSftp.SSH_FX_NO_CONNECTION
        || e.id == ChannelSftp.SSH_FX_CONNECTION_LOST
        || !channel.isConnected()) {
      broken = true;
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new PlaceAwayException("SFTP " + server + ": " + cause.getMessage(), e);
    }
  }

  private IOException failed(String what, String path, SftpException e) throws PlaceAwayException {
    broken(e);
    String text = SftpPlace.text(path);
    if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
      return new NoSuchFileException(text);
    }
    if (e.id == ChannelSftp.SSH_FX_PERMISSION_DENIED) {
      return new AccessDeniedException(
          text, null, "the account '" + server.user() + "' has no right to " + what + " it");
    }
    return new IOException("could not " + what + " " + text + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    channel.disconnect();
    session.disconnect();
  }
}
