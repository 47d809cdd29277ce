package dev.journeygateway.door.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A tree of folders that files come from: a folder of this machine, or one of an SFTP server. What
 * is done with the files is the same for all: see {@link Inbox}.
 *
 * <p>Paths are relative to the tree's top, which is the empty path, with a slash between their
 * parts. A path that is not there is a {@link java.nio.file.NoSuchFileException}, a missing right
 * an {@link java.nio.file.AccessDeniedException} that names it, a place out of reach a {@link
 * PlaceAwayException}.
 */
interface FilePlace extends AutoCloseable {

  /** What it is called in the rows of its files. */
  String name();

  /** The door in results, metrics and requests: folder or sftp. */
  String door();

  /** Where a folder lies, for people. */
  String shown(String path);

  /** What lies in a folder; names with a leading dot may be left out. */
  List<Found> list(String folder) throws IOException;

  /** What lies under a path, a link itself and not what it leads to. */
  Optional<Found> find(String path) throws IOException;

  /**
   * Renames what {@link #list} found, whatever the place's spelling of its name, to a path that
   * nothing else has. Of several that try, one succeeds; the others meet NoSuchFileException.
   */
  void take(String folder, Found file, String to) throws IOException;

  /** Renames; false where there was nothing to rename. */
  boolean moveIfThere(String from, String to) throws IOException;

  /**
   * Renames, and never replaces anything.
   *
   * @throws java.nio.file.FileAlreadyExistsException where something has that name
   * @throws UnsupportedOperationException where the place cannot promise it
   */
  void putBack(String from, String to) throws IOException;

  /** Copies a small file. */
  void copy(String from, String to) throws IOException;

  /** Makes one folder, where it is not there; its parent is. */
  void makeFolder(String path) throws IOException;

  void deleteIfThere(String path) throws IOException;

  /** The whole file on this machine's disk, fetched when it is not there yet. */
  Path fetch(String path) throws IOException;

  /** Whether a file ends after so many bytes, for places that do not tell sizes. */
  boolean endsAt(String path, long bytes) throws IOException;

  /** Where on this machine's disk a new file is written that {@link #publish} puts under a path. */
  Path draft(String path) throws IOException;

  /** Puts a draft under its path, where there is one. */
  void publish(String path) throws IOException;

  /** Writes a small text; readers see all of it or nothing. */
  void write(String text, String path) throws IOException;

  /** Deletes what this machine keeps of a file beside the place's own. */
  void forget(String path) throws IOException;

  @Override
  void close();
}
