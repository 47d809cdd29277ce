package dev.journeygateway.door.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where files come from and are filed away: the folder door's inbox, or a server. */
interface FilePlace {

  /** What it is called in the rows of its files. */
  String name();

  /**
   * Claims whole files, each by an atomic rename, so that of several gateways one takes it.
   *
   * @param most how many at the most
   */
  List<ClaimedFile> claim(int most) throws IOException;

  /**
   * The claimed file on this machine's disk, fetched when it is not there yet; empty when it is
   * gone.
   */
  Optional<Path> open(ClaimedFile file) throws IOException;

  /** The attributes file that was claimed with it. */
  Optional<Path> attributes(ClaimedFile file) throws IOException;

  /** Where its rejected rows are written until it is filed away. */
  Path rejects(ClaimedFile file) throws IOException;

  /**
   * Whether the file is as it was when it was claimed; one that somebody still writes to goes back
   * to where it came from and is no longer claimed.
   */
  boolean stillWhole(ClaimedFile file) throws IOException;

  /**
   * Puts the result and the rejects where their reader looks for them, then the file itself; doing
   * it again changes nothing.
   *
   * @param done archive, or failed
   * @param result the text of the result
   */
  void fileAway(ClaimedFile file, boolean done, String result) throws IOException;
}
