package dev.journeygateway.list;

import dev.journeygateway.text.OneLine;

/**
 * Why a file enters nobody: a fact with what its sender needs to put it right.
 *
 * @param reason for programs, stable; where the HTTP door refuses for the same fact, the same name
 * @param message for people; where the contract publishes a text, exactly that text
 * @param detail what was found and the way out, or an empty string
 * @param line the line it shows at, counted from 1; 0 where no line is to blame
 */
public record ListRefusal(Reason reason, String message, String detail, long line)
    implements ListCheck {

  private static final int LONGEST_TEXT = 600;

  public ListRefusal {
    // They may name columns and values of the file.
    message = OneLine.of(message, LONGEST_TEXT);
    detail = OneLine.of(detail, LONGEST_TEXT);
  }

  /** The kinds of refusal that a file can meet before its journey is looked at. */
  public enum Reason {
    /** The name does not say that this is a list, or says that it is one we do not read. */
    UNSUPPORTED_FILE,
    /** More bytes, or more bytes for its packed size, than may be unpacked. */
    FILE_TOO_LARGE,
    /** Not what its name says: broken gzip, no text, a header that is no header. */
    MALFORMED_FILE,
    /** The attributes file beside the list is not JSON. */
    MALFORMED_JSON,
    /** A value of the attributes file has the wrong type or is too large. */
    INVALID_FIELD,
    /** No id column, or no rows at all. */
    NO_SELECTOR,
    /** Two id columns. */
    MANY_SELECTORS,
    /** The folder belongs to an application that the catalogue does not have. */
    NOT_FOUND,
    /** A column that the application has no tag for. */
    UNKNOWN_ATTRIBUTE,
    /** More bad rows than the policy lets pass. */
    BAD_ROWS
  }

  /** A refusal without a detail and a line. */
  public static ListRefusal of(Reason reason, String message) {
    return new ListRefusal(reason, message, "", 0);
  }

  /** The contract's text, as the HTTP door says it, with what a list's sender needs beside it. */
  static ListRefusal noSelector(String detail, long line) {
    return new ListRefusal(
        Reason.NO_SELECTOR, "one of users, hwids or filter must be provided", detail, line);
  }

  /** The contract's text, as the HTTP door says it, with what a list's sender needs beside it. */
  static ListRefusal manySelectors(String detail, long line) {
    return new ListRefusal(
        Reason.MANY_SELECTORS, "only one of users, hwids or filter must be provided", detail, line);
  }

  /** Not what its name says. */
  public static ListRefusal malformed(String message, long line) {
    return new ListRefusal(Reason.MALFORMED_FILE, message, "", line);
  }
}
