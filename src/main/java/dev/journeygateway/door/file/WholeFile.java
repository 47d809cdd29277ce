package dev.journeygateway.door.file;

import java.util.Optional;

/**
 * A file that may be claimed.
 *
 * @param owner the journey or application whose folder it lies in
 * @param attributes the attributes file beside it
 * @param names what else the look found there
 */
record WholeFile(
    String owner, String folder, Found file, Optional<Found> attributes, FolderNames names) {

  String path() {
    return InboxLayout.in(folder, file.name());
  }
}
