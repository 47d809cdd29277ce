package dev.journeygateway.filter;

/**
 * Where in the caller's text something starts, counted in characters from 1.
 *
 * <p>A place is no part of what a filter means, so all places are equal: two trees that say the
 * same compare as the same, wherever their parts were.
 */
public record Place(String source, int character) {

  public static final Place NOWHERE = new Place("", 1);

  static Place of(String source, int index) {
    return new Place(source, source.codePointCount(0, index) + 1);
  }

  InvalidFilter refuse(String what) {
    return new InvalidFilter("invalid filter at character " + character + ": " + what, this);
  }

  /**
   * For the refusals whose whole wording is published: they carry no "invalid filter at" in front.
   */
  InvalidFilter refuseInTheseWords(String message) {
    return new InvalidFilter(message, this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "@" + character;
  }
}
