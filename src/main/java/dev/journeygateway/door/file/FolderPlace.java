package dev.journeygateway.door.file;

import dev.journeygateway.list.ListName;
import dev.journeygateway.text.PrintableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A folder of this machine, or one that is mounted here. */
final class FolderPlace implements FilePlace {

  /** Its name in the rows of its files; no server may be called so. */
  static final String NAME = "inbox";

  private final Path top;

  /** Makes the folder where it is missing. */
  public FolderPlace(Path top) throws IOException {
    // A link to a folder elsewhere is a folder, too, which createDirectories does not see.
    this.top = Files.isDirectory(top) ? top : Files.createDirectories(top);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String door() {
    return "folder";
  }

  @Override
  public String shown(String path) {
    return PrintableName.of(top.getFileName() == null ? "/" : top.getFileName().toString())
        + (path.isEmpty() ? "" : "/" + FileTroubles.printable(path));
  }

  @Override
  public List<Found> list(String folder) throws IOException {
    Path path = path(folder);
    List<Found> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path one : all) {
        found(one).ifPresent(found::add);
      }
    } catch (DirectoryIteratorException e) {
      throw named(e.getCause(), path);
    } catch (IOException e) {
      throw named(e, path);
    }
    return found;
  }

  @Override
  public Optional<Found> find(String path) throws IOException {
    return found(path(path));
  }

  private static Optional<Found> found(Path path) throws IOException {
    try {
      BasicFileAttributes now =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Found.Kind kind =
          now.isRegularFile()
              ? Found.Kind.FILE
              : Files.isDirectory(path) ? Found.Kind.FOLDER : Found.Kind.OTHER;
      return Optional.of(
          new Found(
              text(path.getFileName()), kind, now.size(), now.lastModifiedTime().toMillis(), path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw named(e, path.getParent());
    }
  }

  /** The name as text, with U+FFFD where this process cannot spell it back. */
  private static String text(Path name) {
    String text = name.toString();
    boolean back;
    try {
      back = Path.of(text).equals(name);
    } catch (java.nio.file.InvalidPathException e) {
      back = false;
    }
    return back || !Found.readable(text) ? text : text + '\uFFFD';
  }

  @Override
  public void take(String folder, Found file, String to) throws IOException {
    move((Path) file.spelling(), path(to));
  }

  @Override
  public boolean moveIfThere(String from, String to) throws IOException {
    try {
      move(path(from), path(to));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AccessDeniedException e) {
      throw named(e, Files.isWritable(from.getParent()) ? to.getParent() : from.getParent());
    }
  }

  @Override
  public void putBack(String from, String to) throws IOException {
    Path source = path(from);
    Path target = path(to);
    try {
      // A second name is given in one step or not at all, which a rename that may not replace is
      // not.
      Files.createLink(target, source);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      throw new UnsupportedOperationException(
          "this file system gives no file a second name: " + e, e);
    }
    Files.delete(source);
  }

  @Override
  public void copy(String from, String to) throws IOException {
    Path part = path(to + ".part");
    try {
      // Under another name until it is whole, for the gateway may end half way.
      Files.copy(path(from), part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, path(to), StandardCopyOption.ATOMIC_MOVE);
    } catch (AccessDeniedException e) {
      throw named(e, path(from).getParent());
    }
  }

  @Override
  public void makeFolder(String path) throws IOException {
    Path folder = path(path);
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder);
      }
    } catch (FileAlreadyExistsException e) {
      // By another gateway, a moment ago.
      if (!Files.isDirectory(folder)) {
        throw new FileSystemException(
            folder.toString(), null, "is a file and no folder, move it out of the way");
      }
    } catch (IOException e) {
      throw named(e, folder.getParent());
    }
  }

  @Override
  public void deleteIfThere(String path) throws IOException {
    Files.deleteIfExists(path(path));
  }

  @Override
  public Path fetch(String path) throws IOException {
    Path file = path(path);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return file;
  }

  @Override
  public boolean endsAt(String path, long bytes) throws IOException {
    return Files.size(path(path)) == bytes;
  }

  @Override
  public Path draft(String path) {
    return path(path);
  }

  @Override
  public void publish(String path) {
    // It is written in its place.
  }

  @Override
  public void write(String text, String path) throws IOException {
    Path whole = path(path);
    // Under a name of its own until it is written.
    Path part = whole.resolveSibling("." + Integer.toHexString(path.hashCode()) + ".part");
    try {
      Files.write(part, text.getBytes(StandardCharsets.UTF_8));
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw named(e, whole.getParent());
    }
  }

  @Override
  public void forget(String path) {
    // Nothing is kept elsewhere.
  }

  @Override
  public void close() {
    // Nothing is open between two calls.
  }

  private Path path(String path) {
    Path full = top;
    if (!path.isEmpty()) {
      for (String part : path.split("/")) {
        full = ListName.in(full, part);
      }
    }
    return full;
  }

  /** Names the right that is missing, where it is one. */
  private static IOException named(IOException failure, Path folder) {
    if (!(failure instanceof AccessDeniedException)) {
      return failure;
    }
    List<String> missing = new ArrayList<>();
    if (!Files.isReadable(folder)) {
      missing.add("read");
    }
    if (!Files.isWritable(folder)) {
      missing.add("write");
    }
    if (!Files.isExecutable(folder)) {
      missing.add("search");
    }
    String rights = missing.isEmpty() ? "some right" : String.join(", ", missing);
    return new AccessDeniedException(
        folder.toString(),
        null,
        "the account '%s' misses on this folder: %s (it needs read, write and search)"
            .formatted(System.getProperty("user.name"), rights));
  }
}
