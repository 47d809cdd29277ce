package dev.journeygateway.list;

import dev.journeygateway.text.PrintableName;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The name of a start file: what it says about the content, and the names of the files that go with
 * it.
 *
 * <p>Names given out here are names and no paths: no separator, no control character, at most 255
 * bytes of UTF-8, never {@code .} or {@code ..}; {@link #in} puts them into a folder and nowhere
 * else. Whatever the sender called the file, its uuid comes first, so that a leading dash or dot
 * does nothing.
 *
 * @param name as the folder or server lists it
 */
public record ListName(String name, Format format, boolean gzip) implements InboxName {

  private static final int MAX_BYTES = 255;

  /** Room that the longest ending of ours needs, so that all files of one request are cut alike. */
  private static final int LONGEST_ENDING = ".rejects.ndjson".length();

  /** The name without the endings that say the format. */
  public String base() {
    int endings = format.ending().length() + 1 + (gzip ? 3 : 0);
    return name.substring(0, name.length() - endings);
  }

  /** {@code <request_uuid>-<name>}, a long name cut before its endings. */
  public String archived(String requestUuid) {
    String own = name.substring(base().length());
    return fit(requestUuid + "-", PrintableName.of(base()), own);
  }

  /** The name of the answer beside the archived file. */
  public String result(String requestUuid) {
    return fit(requestUuid + "-", PrintableName.of(base()), ".result.json");
  }

  /**
   * The name of the rejected rows beside the archived file: CSV for CSV, NDJSON for NDJSON, so that
   * it can drop in again.
   */
  public String rejects(String requestUuid) {
    String ending = ".rejects." + (format == Format.NDJSON ? format : Format.CSV).ending();
    return fit(requestUuid + "-", PrintableName.of(base()), ending);
  }

  /**
   * Names under which values for all rows may lie beside the file: {@code list.attributes.json},
   * {@code list.csv.attributes.json}.
   */
  public List<String> attributesNames() {
    return List.of(base() + ".attributes.json", name + ".attributes.json");
  }

  /** Names of the marker that says the file is whole: {@code list.done}, {@code list.csv.done}. */
  public List<String> doneNames() {
    return List.of(base() + ".done", name + ".done");
  }

  /**
   * A name of ours in a folder.
   *
   * @throws IllegalArgumentException when the name is more than a name
   */
  public static Path in(Path folder, String name) {
    Path path;
    try {
      path = folder.resolve(name);
    } catch (InvalidPathException e) {
      // A JVM whose locale is plain C cannot spell it.
      path = folder.resolve(name.replaceAll("[^\\x20-\\x7e]", "_"));
    }
    if (name.isEmpty()
        || !folder.equals(path.getParent())
        || path.endsWith("..")
        || path.endsWith(".")) {
      throw new IllegalArgumentException("not a file name: " + PrintableName.of(name));
    }
    return path;
  }

  /**
   * Prefix, name and ending within 255 bytes of UTF-8; what is too long is cut from the name's end.
   */
  public static String fit(String prefix, String name, String ending) {
    int room =
        MAX_BYTES
            - prefix.getBytes(StandardCharsets.UTF_8).length
            - Math.max(LONGEST_ENDING, ending.length());
    int bytes = 0;
    int end = 0;
    while (end < name.length()) {
      int c = name.codePointAt(end);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (bytes > room) {
        break;
      }
      end += Character.charCount(c);
    }
    return prefix + name.substring(0, end) + ending;
  }
}
