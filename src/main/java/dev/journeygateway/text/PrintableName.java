package dev.journeygateway.text;

/** A name that a sender chose, as it may appear in a log, an answer or another name. */
public final class PrintableName {

  private PrintableName() {}

  /** The name with nothing in it that moves a cursor, ends a line or leaves a folder. */
  public static String of(String name) {
    StringBuilder safe = new StringBuilder(name.length());
    name.codePoints()
        .map(c -> c == '/' || c == '\\' || !isPrintable(c) ? '_' : c)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /** Whether a character neither moves a cursor nor ends a line, and is one. */
  static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
