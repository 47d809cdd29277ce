package dev.journeygateway.door.file;

import dev.journeygateway.door.file.SftpConnection.Listed;
import dev.journeygateway.list.ListName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * A folder of an SFTP server. Files are fetched into the data folder; a gateway that takes a file
 * over fetches it again.
 */
final class SftpPlace implements FilePlace {

  private static final int LONGEST_NAME = 64;

  private final SftpSettings.Server server;
  private final String name;
  private final Path local;
  private final SftpConnections connections;

  private final SftpKinds kinds = new SftpKinds();

  /**
   * @param local where fetched files lie
   * @param connections most at a time
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  public SftpPlace(SftpSettings.Server server, Path local, int connections, LongSupplier nanoTime)
      throws IOException {
    this.server = server;
    // The same on every gateway, for one takes over what another claimed.
    String whole = server.toString();
    this.name =
        whole.length() <= LONGEST_NAME
            ? whole
            : UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8)).toString();
    this.local = Files.createDirectories(local);
    this.connections = new SftpConnections(server, connections, nanoTime);
  }

  private interface Call<T> {
    T on(SftpConnection connection) throws IOException;
  }

  private interface Change {
    void on(SftpConnection connection) throws IOException;
  }

  private <T> T ask(Call<T> call) throws IOException {
    SftpConnection connection = connections.borrow();
    try {
      return call.on(connection);
    } catch (IOException e) {
      if (!connection.alive() && !(e instanceof PlaceAwayException)) {
        throw new PlaceAwayException("SFTP " + server + ": " + e.getMessage(), e);
      }
      throw e;
    } finally {
      connections.giveBack(connection);
    }
  }

  private void change(Change change) throws IOException {
    ask(
        connection -> {
          change.on(connection);
          return null;
        });
  }

  /** A path of text as the server spells it: a character for each byte of its UTF-8. */
  private static String spelled(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The text of a server's spelling; bytes that are no UTF-8 become U+FFFD. */
  static String text(String spelled) {
    return new String(spelled.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private String full(String path) {
    return spelled(path.isEmpty() ? server.folder() : server.folder() + "/" + path);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String door() {
    return "sftp";
  }

  @Override
  public String shown(String path) {
    return server + (path.isEmpty() ? "" : "/" + FileTroubles.printable(path));
  }

  @Override
  public List<Found> list(String folder) throws IOException {
    String full = full(folder);
    return ask(
        connection -> {
          List<Found> found = new ArrayList<>();
          for (Listed one : connection.list(full)) {
            if (one.name().indexOf('/') < 0) {
              found.add(found(connection, full + "/" + one.name(), one.name(), one));
            }
          }
          return found;
        });
  }

  @Override
  public Optional<Found> find(String path) throws IOException {
    String full = full(path);
    return ask(
        connection -> {
          Optional<Listed> listed = connection.find(full);
          return listed.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  found(connection, full, full.substring(full.lastIndexOf('/') + 1), listed.get()));
        });
  }

  private Found found(SftpConnection connection, String full, String spelled, Listed listed)
      throws IOException {
    return new Found(
        text(spelled),
        kinds.of(connection, full, listed),
        listed.size(),
        listed.modified(),
        spelled);
  }

  @Override
  public void take(String folder, Found file, String to) throws IOException {
    String from = full(folder) + "/" + file.spelling();
    change(connection -> connection.rename(from, full(to)));
    kinds.forget(from);
  }

  @Override
  public boolean moveIfThere(String from, String to) throws IOException {
    try {
      change(connection -> connection.rename(full(from), full(to)));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void putBack(String from, String to) throws IOException {
    change(connection -> connection.renameToNew(full(from), full(to)));
  }

  @Override
  public void copy(String from, String to) throws IOException {
    Path copy = Files.createTempFile(local, "copy", ".part");
    try {
      change(
          connection -> {
            connection.fetch(full(from), copy);
            // Under another name until it is whole, for the gateway may end half way.
            connection.put(copy, full(to + ".part"));
            connection.rename(full(to + ".part"), full(to));
          });
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  @Override
  public void makeFolder(String path) throws IOException {
    String full = full(path);
    change(
        connection -> {
          connection.makeFolder(full);
          Listed made = connection.find(full).orElseThrow(() -> new NoSuchFileException(path));
          if (kinds.of(connection, full, made) != Found.Kind.FOLDER) {
            kinds.forget(full);
            throw new FileSystemException(
                path, null, "is a file and no folder, move it out of the way");
          }
        });
  }

  @Override
  public void deleteIfThere(String path) throws IOException {
    change(connection -> connection.delete(full(path)));
  }

  @Override
  public Path fetch(String path) throws IOException {
    Path whole = draft(path);
    if (!Files.exists(whole)) {
      Path part = whole.resolveSibling(whole.getFileName() + ".part");
      try {
        change(
            connection -> {
              long before = size(connection, path);
              connection.fetch(full(path), part);
              long bytes = Files.size(part);
              long after = size(connection, path);
              boolean told = before != Found.UNTOLD && after != Found.UNTOLD;
              if (told
                  ? bytes != before || before != after
                  : !connection.endsAt(full(path), bytes)) {
                throw new IOException(
                    "the transfer of " + path + " ended early, or somebody still writes to it");
              }
            });
        Files.move(
            part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    }
    return whole;
  }

  private long size(SftpConnection connection, String path) throws IOException {
    return connection.find(full(path)).orElseThrow(() -> new NoSuchFileException(path)).size();
  }

  @Override
  public boolean endsAt(String path, long bytes) throws IOException {
    return ask(connection -> connection.endsAt(full(path), bytes));
  }

  @Override
  public Path draft(String path) {
    // Our own names begin with the request's uuid, so no two are alike.
    return ListName.in(local, path.substring(path.lastIndexOf('/') + 1));
  }

  @Override
  public void publish(String path) throws IOException {
    Path draft = draft(path);
    if (Files.exists(draft)) {
      change(connection -> connection.put(draft, full(path)));
      Files.delete(draft);
    }
  }

  @Override
  public void write(String text, String path) throws IOException {
    int end = path.lastIndexOf('/') + 1;
    // Under a name of its own until it is written.
    String part = path.substring(0, end) + "." + Integer.toHexString(path.hashCode()) + ".part";
    change(
        connection -> {
          connection.put(text, full(part));
          connection.delete(full(path));
          connection.rename(full(part), full(path));
        });
  }

  @Override
  public void forget(String path) throws IOException {
    Files.deleteIfExists(draft(path));
  }

  @Override
  public void close() {
    connections.close();
  }
}
