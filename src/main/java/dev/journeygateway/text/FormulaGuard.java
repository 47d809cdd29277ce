package dev.journeygateway.text;

/**
 * Keeps a cell of CSV that we write from being run as a formula when a spreadsheet opens it, and
 * takes the guard off again.
 *
 * <p>A cell that begins with {@code = + - @}, their full-width forms, tab, CR or LF gets an
 * apostrophe in front; so does one that begins with apostrophes before such a character, so that a
 * guard can be told from what was there before: taking one apostrophe off {@code '+=...} undoes
 * exactly what was done, and no other cell is touched. See OWASP, "CSV Injection".
 */
public final class FormulaGuard {

  private static final String STARTS_A_FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private FormulaGuard() {}

  /** The cell, harmless. */
  public static String on(String cell) {
    return startsFormula(cell, 0) ? "'" + cell : cell;
  }

  /** The cell as it was before {@link #on}. */
  public static String off(String cell) {
    return !cell.isEmpty() && cell.charAt(0) == '\'' && startsFormula(cell, 1)
        ? cell.substring(1)
        : cell;
  }

  private static boolean startsFormula(String cell, int from) {
    int i = from;
    while (i < cell.length() && cell.charAt(i) == '\'') {
      i++;
    }
    return i < cell.length() && STARTS_A_FORMULA.indexOf(cell.charAt(i)) >= 0;
  }
}
