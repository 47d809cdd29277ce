package dev.journeygateway.text;

/** A name that a sender chose, as it may stand in a log, an answer or another name. */
public final class PrintableName {

  private PrintableName() {}

  /** The name with nothing in it that moves a cursor, ends a line or leaves a folder. */
  public static String of(String name) {
    StringBuilder safe = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean harmful =
                  c == '/'
                      || c == '\\'
                      || type == Character.CONTROL
                      || type == Character.FORMAT
                      || type == Character.SURROGATE
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              safe.appendCodePoint(harmful ? '_' : c);
            });
    return safe.toString();
  }
}
