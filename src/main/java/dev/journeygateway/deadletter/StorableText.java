package dev.journeygateway.deadletter;

/** Text of anybody's as both databases hold it: what they refuse would be refused for ever. */
final class StorableText {

  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /** The text with a replacement for what is no character, or for U+0000. */
  static String of(String text) {
    StringBuilder storable = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        storable = storable == null ? new StringBuilder(text) : storable;
        storable.setCharAt(i, REPLACEMENT);
      }
    }
    return storable == null ? text : storable.toString();
  }

  /** As {@link #of(String)}, at most so many characters. */
  static String of(String text, int longest) {
    return of(text.length() > longest ? text.substring(0, longest) : text);
  }
}
