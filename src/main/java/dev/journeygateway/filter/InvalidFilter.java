package dev.journeygateway.filter;

/**
 * The refusal of a filter: the message a caller gets, the character it is about, and a picture that
 * points at it.
 */
public final class InvalidFilter extends RuntimeException {

  private static final int BEFORE = 60;
  private static final int AFTER = 40;
  private static final String CUT = "...";

  private final transient Place place;

  InvalidFilter(String message, Place place) {
    // A refusal is an answer, not a fault: nobody reads where in our code it was made.
    super(message, null, false, false);
    this.place = place;
  }

  /** The place the refusal is about, counted in characters (code points) from 1. */
  public int character() {
    return place.character();
  }

  /**
   * The message, below it the line of the filter it is about, and below that a caret under the
   * character; three lines. A long line is cut to what surrounds the place.
   */
  public String pointed() {
    int[] all = place.source().codePoints().toArray();
    int at = Math.min(place.character() - 1, all.length);
    int lineStart = at;
    while (lineStart > 0 && all[lineStart - 1] != '\n') {
      lineStart--;
    }
    int lineEnd = at;
    while (lineEnd < all.length && all[lineEnd] != '\n') {
      lineEnd++;
    }
    int from = Math.max(lineStart, at - BEFORE);
    int to = Math.min(lineEnd, at + AFTER);
    StringBuilder picture = new StringBuilder(getMessage()).append("\n  ");
    String cutLeft = from > lineStart ? CUT : "";
    picture.append(cutLeft);
    for (int i = from; i < to; i++) {
      // Tabs and other controls would move the caret away from its character.
      picture.appendCodePoint(Character.isISOControl(all[i]) ? ' ' : all[i]);
    }
    picture.append(to < lineEnd ? CUT : "").append("\n  ");
    return picture.append(" ".repeat(cutLeft.length() + at - from)).append('^').toString();
  }
}
