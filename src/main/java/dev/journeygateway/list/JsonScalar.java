package dev.journeygateway.list;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;

/** A JSON value that is no object and no list, as the text that a cell of a table would have. */
public final class JsonScalar {

  /** More digits than any value of ours has: such a number stays as it was written. */
  private static final int MOST_DIGITS = 64;

  private JsonScalar() {}

  /**
   * The text of the value at which the parser is: a number as it was written, without an exponent;
   * nothing for null.
   */
  public static String text(JsonParser value) throws IOException {
    if (value.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    String text = value.getText();
    return value.currentToken().isNumeric() && text.chars().anyMatch(c -> c == 'e' || c == 'E')
        ? plain(text)
        : text;
  }

  private static String plain(String number) {
    BigDecimal value;
    try {
      value = new BigDecimal(number);
    } catch (NumberFormatException e) {
      // Its exponent has more digits than a number's may have.
      return number;
    }
    boolean fewDigits = Math.abs((long) value.scale()) <= MOST_DIGITS;
    return fewDigits && value.precision() <= MOST_DIGITS ? value.toPlainString() : number;
  }
}
