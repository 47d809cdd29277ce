package dev.journeygateway.filter;

/**
 * Cuts a filter's text into tokens, one at a time, so that the first mistake is the one that is
 * told.
 */
final class Lexer {

  enum Kind {
    WORD("a name"),
    STRING("a string"),
    NUMBER("a number"),
    OPEN("("),
    CLOSE(")"),
    OPEN_LIST("["),
    CLOSE_LIST("]"),
    COMMA("a comma"),
    DOT("a dot"),
    PLUS("+"),
    TIMES("*"),
    WITHOUT("\\"),
    END("the end");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /**
   * @param text a string's content without quotes and escapes, otherwise the token as it is
   */
  record Token(Kind kind, String text, Place place) {}

  private final String source;
  private int index;
  // Counted along with the index: counting from the start for each token would cost the square of
  // the length.
  private int countedIndex;
  private int countedCharacters;

  Lexer(String source) {
    this.source = source;
  }

  Token next() {
    while (index < source.length() && isSpace(source.charAt(index))) {
      index++;
    }
    if (index == source.length()) {
      return new Token(Kind.END, "", place(index));
    }
    char c = source.charAt(index);
    if (c == '"') {
      return string();
    }
    if (isDigit(c) || c == '-' && isDigitAt(index + 1)) {
      return number();
    }
    if (isLetter(c)) {
      return word();
    }
    Kind kind =
        switch (c) {
          case '(' -> Kind.OPEN;
          case ')' -> Kind.CLOSE;
          case '[' -> Kind.OPEN_LIST;
          case ']' -> Kind.CLOSE_LIST;
          case ',' -> Kind.COMMA;
          case '.' -> Kind.DOT;
          case '+' -> Kind.PLUS;
          case '*' -> Kind.TIMES;
          case '\\' -> Kind.WITHOUT;
          default -> throw unexpected();
        };
    return new Token(kind, String.valueOf(c), place(index++));
  }

  private InvalidFilter unexpected() {
    int c = source.codePointAt(index);
    if ("'`\u2018\u2019\u201c\u201d\u00ab\u00bb".indexOf(c) >= 0) {
      return place(index).refuse("write strings in double quotes");
    }
    String shown =
        Character.isISOControl(c) || isUnpaired(index)
            ? String.format("U+%04X", c)
            : Character.toString(c);
    return place(index).refuse("unexpected character " + shown);
  }

  private Token string() {
    Place start = place(index);
    StringBuilder content = new StringBuilder();
    index++;
    while (index < source.length()) {
      char c = source.charAt(index);
      if (c == '"') {
        index++;
        return new Token(Kind.STRING, content.toString(), start);
      }
      if (c == '\\') {
        if (index + 1 == source.length()) {
          break;
        }
        char escaped = source.charAt(index + 1);
        if (escaped != '"' && escaped != '\\') {
          throw place(index).refuse("only \\\" and \\\\ are escapes");
        }
        content.append(escaped);
        index += 2;
        continue;
      }
      // Neither is text to a database, and a filter reaches one in the end.
      if (c == 0 || isUnpaired(index)) {
        throw place(index).refuse(String.format("unexpected character U+%04X", (int) c));
      }
      if (Character.isHighSurrogate(c)) {
        content.append(c).append(source.charAt(index + 1));
        index += 2;
      } else {
        content.append(c);
        index++;
      }
    }
    throw start.refuse("the string is not closed");
  }

  private Token number() {
    int start = index;
    index++;
    while (isDigitAt(index)) {
      index++;
    }
    if (index < source.length() && source.charAt(index) == '.' && isDigitAt(index + 1)) {
      index++;
      while (isDigitAt(index)) {
        index++;
      }
    }
    return new Token(Kind.NUMBER, source.substring(start, index), place(start));
  }

  private Token word() {
    int start = index;
    while (index < source.length()
        && (isLetter(source.charAt(index)) || isDigit(source.charAt(index)))) {
      index++;
    }
    return new Token(Kind.WORD, source.substring(start, index), place(start));
  }

  private Place place(int at) {
    countedCharacters += source.codePointCount(countedIndex, at);
    countedIndex = at;
    return new Place(source, countedCharacters + 1);
  }

  private boolean isUnpaired(int at) {
    char c = source.charAt(at);
    return Character.isSurrogate(c)
        && !(Character.isHighSurrogate(c)
            && at + 1 < source.length()
            && Character.isLowSurrogate(source.charAt(at + 1)));
  }

  private boolean isDigitAt(int at) {
    return at < source.length() && isDigit(source.charAt(at));
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }
}
