package dev.journeygateway.text;

/**
 * What of a text somebody can see: the same at every door, in lists and in files of devices, so
 * that one person is one id.
 */
public final class VisibleText {

  private static final int BYTE_ORDER_MARK = 0xfeff;

  /** Looks like a space, is a symbol for Unicode: the Braille pattern without a dot. */
  private static final int BLANK_BRAILLE = 0x2800;

  /**
   * First and last of the characters that are drawn as nothing, in ascending pairs: Unicode's
   * property Default_Ignorable_Code_Point, and the marks of interlinear annotations.
   *
   * @see <a href="https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt">Derived
   *     core properties</a>
   */
  private static final int[] INVISIBLE = {
    0xad, 0xad, 0x34f, 0x34f, 0x61c, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x200b,
    0x200f, 0x202a, 0x202e, 0x2060, 0x206f, 0x3164, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xffa0,
    0xffa0, 0xfff0, 0xfffb, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0fff
  };

  private VisibleText() {}

  /**
   * The text without Unicode's white space at both ends, and without a byte order mark there, which
   * belongs to a file and not to a text.
   */
  public static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isTrimmed(text.charAt(from))) {
      from++;
    }
    while (to > from && isTrimmed(text.charAt(to - 1))) {
      to--;
    }
    return to - from == text.length() ? text : text.substring(from, to);
  }

  /** Whether the text shows nothing: white space, control characters, what is drawn as nothing. */
  public static boolean isBlank(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isInvisible(c)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  private static boolean isTrimmed(char c) {
    return isWhiteSpace(c) || c == BYTE_ORDER_MARK;
  }

  /**
   * Unicode's property White_Space. Java's own methods know other sets: none takes a no-break space
   * and a next line (U+0085) alike.
   */
  public static boolean isWhiteSpace(char c) {
    if (c <= ' ') {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }
    return c == 0x85
        || c == 0xa0
        || c >= 0x1680
            && (c == 0x1680
                || (c >= 0x2000 && c <= 0x200a)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000);
  }

  private static boolean isInvisible(int c) {
    if (c < 0x7f) {
      return c <= ' ';
    }
    if (Character.isISOControl(c) || c == BLANK_BRAILLE) {
      return true;
    }
    if (c <= 0xffff && isWhiteSpace((char) c)) {
      return true;
    }
    for (int i = 0; i < INVISIBLE.length && INVISIBLE[i] <= c; i += 2) {
      if (c <= INVISIBLE[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
