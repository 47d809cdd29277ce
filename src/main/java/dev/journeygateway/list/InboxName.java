package dev.journeygateway.list;

import dev.journeygateway.text.PrintableName;
import java.util.List;
import java.util.Locale;

/** What the name of something in an inbox folder says about it. */
public sealed interface InboxName permits ListName, InboxName.LeftAlone, InboxName.Unsupported {

  /**
   * Not to be touched: still being written ({@code .part}, {@code .tmp}, {@code .filepart}, a name
   * with a leading dot or {@code ~$}), or belonging to another file ({@code .done}, {@code
   * .attributes.json}, {@code .result.json}).
   */
  record LeftAlone(String name) implements InboxName {}

  /** Put here as a start file, and not one we read. */
  record Unsupported(String name, ListRefusal refusal) implements InboxName {}

  /**
   * Tells by its name what a file is; letter case in endings does not matter.
   *
   * @param name the last part of a path, as a folder or a server lists it
   */
  static InboxName of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith(".")
        || lower.startsWith("~$")
        || List.of("~", ".part", ".tmp", ".filepart", ".done", ".attributes.json", ".result.json")
            .stream()
            .anyMatch(lower::endsWith)) {
      return new LeftAlone(name);
    }
    if (name.isEmpty() || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      return unsupported(name, "the name is no file name");
    }
    boolean gzip = lower.endsWith(".gz");
    String unpacked = gzip ? lower.substring(0, lower.length() - 3) : lower;
    for (Format format : Format.values()) {
      if (unpacked.endsWith("." + format.ending())) {
        if (gzip && format == Format.JSON) {
          return unsupported(name, "a JSON body is not taken packed; unpack it first");
        }
        return new ListName(name, format, gzip);
      }
    }
    String detail = lower.matches(".*\\.(xlsx?|xlsm|ods|numbers)") ? "; save the sheet as CSV" : "";
    return unsupported(
        name,
        "name it .csv, .json or .ndjson, or .csv.gz or .ndjson.gz when it is packed" + detail);
  }

  private static Unsupported unsupported(String name, String detail) {
    var refusal =
        new ListRefusal(
            ListRefusal.Reason.UNSUPPORTED_FILE,
            "unsupported file: " + PrintableName.of(name),
            detail,
            0);
    return new Unsupported(name, refusal);
  }

  /** Where a file of any name, a refused one too, is moved to: see {@link ListName#archived}. */
  static String archived(String name, String requestUuid) {
    return ListName.fit(requestUuid + "-", PrintableName.of(name), "");
  }
}
