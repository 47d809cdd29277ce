package dev.journeygateway.filter;

/**
 * The filter language: text to tree and back.
 *
 * <pre>
 * filter       = union
 * union        = difference { "+" difference }                 or
 * difference   = intersection { "\" intersection }             and not, left to right
 * intersection = factor { "*" factor }                         and
 * factor       = "(" filter ")" | condition
 * condition    = application [ tag chain ] | tag | app tag | group
 * application  = ( "A" | "App" | "Application" ) "(" code [ "," platforms [ "," "[" "with_tokens" "]" ] ] ")"
 * tag chain    = { "." ( "tags" | "tag" ) "(" name ")" "." operator "(" operands ")" }      several chain as and
 * tag          = "T" "(" name "," operator [ "," operand ] ")"
 * app tag      = ( "AT" | "Tag" ) "(" code "," name "," [ "daysago" "," ] operator [ "," operand ] ")"
 * group        = "G" "(" code [ "," platforms ] ")"
 * platforms    = "[" platform { "," platform } "]"             quoted or bare, any case
 * operator     = "eq" | "noteq" | "in" | "notin" | "gt" | "gte" | "lt" | "lte" | "between" | "set" | "notset"
 * operands     = [ operand | value { "," value } ]             values side by side are a list
 * operand      = value | "[" value { "," value } "]"
 * value        = string | number | "true" | "false"
 * string       = '"' { any character, \" or \\ } '"'
 * number       = [ "-" ] digits [ "." digits ]
 * </pre>
 *
 * <p>Heads, operators and words are taken in any case, white space is free. set and notset take no
 * operand, between takes two values, eq, in and notin one or a list, the others one. Event, Geo,
 * BTTS, Updated, Segment, Static and S are heads of the language that we have no data for: they are
 * refused by name, whatever follows them.
 *
 * <p>Canonical text has heads in capitals, operators in lower case, one blank after a comma, and
 * parentheses only where the grammar needs them; a fluent chain becomes AT conditions, and an A
 * without platforms vanishes beside them.
 */
public final class FilterLanguage {

  /** The longest text that is read, in bytes of UTF-8. */
  public static final int MAX_BYTES = 16 * 1024;

  /** How many parentheses a condition may have around it. */
  public static final int MAX_DEPTH = 64;

  /** How many values a list may have. */
  public static final int MAX_LIST_ITEMS = 1000;

  private FilterLanguage() {}

  /**
   * The tree of a filter in either spelling.
   *
   * @throws InvalidFilter where the text is no filter, or goes beyond {@link #MAX_BYTES}, {@link
   *     #MAX_DEPTH} or {@link #MAX_LIST_ITEMS}; nothing else is thrown, whatever the text
   */
  public static Filter parse(String text) {
    requireLength(text);
    return new Parser(text).parse();
  }

  /** The canonical functional text; it parses to an equal tree. */
  public static String print(Filter filter) {
    return filter.accept(new Printer());
  }

  private static void requireLength(String text) {
    int bytes = 0;
    for (int index = 0; index < text.length(); index++) {
      char c = text.charAt(index);
      // Each half of a pair counts two of the pair's four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      if (bytes > MAX_BYTES) {
        throw Place.of(text, index).refuse("longer than " + MAX_BYTES / 1024 + " KiB");
      }
    }
  }
}
