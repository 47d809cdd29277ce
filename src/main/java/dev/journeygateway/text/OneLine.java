package dev.journeygateway.text;

/**
 * A sentence that holds what a sender wrote, as it may be in a log and in an answer: one line of
 * bounded length.
 */
public final class OneLine {

  private OneLine() {}

  /**
   * The text with nothing in it that ends a line or moves a cursor.
   *
   * @param longest in characters; what is longer is cut and ends in three dots
   */
  public static String of(String text, int longest) {
    String cut = text;
    if (text.length() > longest && text.codePointCount(0, text.length()) > longest) {
      cut = text.substring(0, text.offsetByCodePoints(0, longest - 3)) + "...";
    }
    return cut.chars().noneMatch(OneLine::isSuspect) ? cut : harmless(cut);
  }

  private static boolean isSuspect(int unit) {
    return unit < ' ' || unit >= 0x7f;
  }

  private static String harmless(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> PrintableName.isPrintable(c) ? c : '_')
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
