package dev.journeygateway.list;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * How many bad rows a file may hold and still be taken: none, some percent of its rows, or any
 * number.
 *
 * @param percent 0 to 100; a file passes while its bad rows are at most that share of all its rows
 */
public record BadRows(BigDecimal percent) {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** One bad row refuses the file; the default. */
  public static final BadRows REFUSE_FILE = new BadRows(BigDecimal.ZERO);

  /** Bad rows are left out and written to the rejects file. */
  public static final BadRows SKIP = new BadRows(HUNDRED);

  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)\\s*%");

  public BadRows {
    if (percent.signum() < 0 || percent.compareTo(HUNDRED) > 0) {
      throw new IllegalArgumentException(
          "bad-rows must be 0% to 100%, not " + percent.toPlainString() + "%");
    }
  }

  /**
   * Reads the setting {@code bad-rows}.
   *
   * @throws IllegalArgumentException when the text is none of {@code refuse-file}, {@code skip} and
   *     a percentage
   */
  public static BadRows parse(String text) {
    String wanted = text.strip();
    if (wanted.equals("refuse-file")) {
      return REFUSE_FILE;
    }
    if (wanted.equals("skip")) {
      return SKIP;
    }
    var matcher = PERCENT.matcher(wanted);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "bad-rows must be refuse-file, skip or a percentage such as 5%, not '" + wanted + "'");
    }
    return new BadRows(new BigDecimal(matcher.group(1)));
  }

  /** Spring's binder looks for this name. */
  public static BadRows valueOf(String text) {
    return parse(text);
  }

  /**
   * Whether a file with so many bad rows among all its rows may be taken; a file of bad rows only
   * never is.
   */
  boolean allow(long bad, long all) {
    if (bad == 0) {
      return true;
    }
    return bad < all
        && BigDecimal.valueOf(bad)
                .multiply(HUNDRED)
                .compareTo(percent.multiply(BigDecimal.valueOf(all)))
            <= 0;
  }

  @Override
  public String toString() {
    if (percent.signum() == 0) {
      return "refuse-file";
    }
    return percent.compareTo(HUNDRED) == 0 ? "skip" : percent.toPlainString() + "%";
  }
}
