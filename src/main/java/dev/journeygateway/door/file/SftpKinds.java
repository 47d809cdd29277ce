package dev.journeygateway.door.file;

import com.jcraft.jsch.SftpATTRS;
import dev.journeygateway.door.file.SftpConnection.Listed;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Which of a server's names are files and which folders. */
final class SftpKinds {

  private static final int KINDS_KEPT = 10_000;

  /** What the server does not tell and was found out, for it stays. */
  private final Map<String, Found.Kind> known = new HashMap<>();

  /** Asks for what the server's list does not tell. */
  Found.Kind of(SftpConnection connection, String path, Listed listed) throws IOException {
    if (listed.tellsType() && !listed.link()) {
      SftpATTRS attributes = listed.attributes();
      return attributes.isReg()
          ? Found.Kind.FILE
          : attributes.isDir() ? Found.Kind.FOLDER : Found.Kind.OTHER;
    }
    if (listed.link()) {
      try {
        return connection.follow(path).isDir() ? Found.Kind.FOLDER : Found.Kind.OTHER;
      } catch (PlaceAwayException e) {
        throw e;
      } catch (IOException e) {
        return Found.Kind.OTHER;
      }
    }
    synchronized (known) {
      Found.Kind before = known.get(path);
      if (before != null) {
        return before;
      }
    }
    // Nothing else tells for sure; a long name is made up by servers that do not know better.
    boolean link = listed.shownAs() != null && listed.shownAs().startsWith("l");
    Found.Kind asked =
        link ? Found.Kind.OTHER : connection.isFolder(path) ? Found.Kind.FOLDER : Found.Kind.FILE;
    synchronized (known) {
      if (known.size() >= KINDS_KEPT) {
        known.clear();
      }
      known.put(path, asked);
    }
    return asked;
  }

  void forget(String path) {
    synchronized (known) {
      known.remove(path);
    }
  }
}
