package dev.journeygateway.door.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** How this process reads the names of files, which its locale decides. */
final class FileNames {

  private FileNames() {}

  /** The encoding of names on this machine's disk. */
  static String encoding() {
    return System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
  }

  static boolean areUnicode() {
    return StandardCharsets.UTF_8.name().equalsIgnoreCase(encoding());
  }

  /** Says of a name why it cannot be read, and the way out. */
  static String unreadable(String door) {
    return door.equals("folder") && !areUnicode()
        ? "is no text in "
            + encoding()
            + ", the encoding of this process; start it with LC_ALL=C.UTF-8"
        : "is no UTF-8; rename it";
  }
}
