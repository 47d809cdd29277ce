package dev.journeygateway.filter;

import java.util.List;

/**
 * What an operator compares with, as the caller wrote it; what it means depends on the tag's type.
 */
public sealed interface Operand {

  Place place();

  /** One value, not a list. */
  sealed interface Scalar extends Operand {

    /** The value as text: what was between the quotes, or the digits or the word as they were. */
    String text();
  }

  /** A string in double quotes, here without its quotes and escapes. */
  record Text(Place place, String text) implements Scalar {}

  /**
   * A bare number, kept as it was written: where a string is asked, a number is taken as its text.
   */
  record Num(Place place, String text) implements Scalar {}

  /** A bare true or false. */
  record Bool(Place place, boolean value) implements Scalar {
    @Override
    public String text() {
      return Boolean.toString(value);
    }
  }

  /** One to {@value FilterLanguage#MAX_LIST_ITEMS} values. */
  record Many(Place place, List<Scalar> values) implements Operand {
    public Many {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("an empty list selects nobody");
      }
    }
  }
}
