package dev.journeygateway.list;

import dev.journeygateway.request.UsableValues;
import java.util.Optional;

/** What is wrong with the texts of a file: the rules of every door, and that bytes were text. */
public final class RowFaults {

  private RowFaults() {}

  /** What is wrong with an id, or null. */
  public static String ofId(String column, String id) {
    return of(column, id, UsableValues.faultOfId(id));
  }

  /** What is wrong with a value of an attribute, or null. */
  public static String ofValue(String column, String value) {
    return of(column, value, UsableValues.faultOfValue(value));
  }

  /**
   * What is wrong with a text that may be empty, or null.
   *
   * @param longest in characters
   */
  public static String ofText(String column, String text, int longest) {
    return of(column, text, UsableValues.faultOfText(text, longest));
  }

  private static String of(String column, String value, Optional<String> fault) {
    if (!TextDecoder.isText(value)) {
      return column + " is not UTF-8";
    }
    return fault.isEmpty() ? null : column + " " + fault.get();
  }
}
