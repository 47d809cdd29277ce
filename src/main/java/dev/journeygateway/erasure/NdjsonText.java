package dev.journeygateway.erasure;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NDJSON: a line names a person in {@code user_id} or {@code hwid} or, where it has neither, in any
 * value.
 */
final class NdjsonText implements FileText {

  private static final Pattern ID_FIELD = Pattern.compile("\"(?:user_id|userId|hwid)\"\\s*:\\s*");
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

  private final Collection<String> names;
  private final Set<String> masked;

  /**
   * @param names in quotes
   */
  NdjsonText(Collection<String> names, Set<String> masked) {
    this.names = names;
    this.masked = masked;
  }

  @Override
  public long copy(Reader in, Writer out, RowEraser.Shape shape) throws IOException {
    long named = 0;
    for (StringBuilder line = FileText.line(in); line.length() > 0; line = FileText.line(in)) {
      if (names(line)) {
        named++;
        if (shape == RowEraser.Shape.BLANK) {
          FileText.blank(line);
        } else {
          mask(line);
        }
      }
      out.append(line);
    }
    return named;
  }

  private boolean names(CharSequence line) {
    String text = line.toString();
    if (names.stream().noneMatch(text::contains)) {
      return false;
    }
    Matcher field = ID_FIELD.matcher(text);
    boolean any = false;
    while (field.find()) {
      any = true;
      int at = field.end();
      if (names.stream().anyMatch(name -> text.startsWith(name, at))) {
        return true;
      }
    }
    return !any;
  }

  /** Every value that is a text; the names of fields stay. */
  private void mask(StringBuilder line) {
    String text = line.toString();
    Matcher string = STRING.matcher(text);
    while (string.find()) {
      int after = string.end();
      while (after < text.length() && Character.isWhitespace(text.charAt(after))) {
        after++;
      }
      if (after < text.length() && text.charAt(after) == ':') {
        continue;
      }
      String asterisks = "*".repeat(string.end() - string.start() - 2);
      line.replace(string.start() + 1, string.end() - 1, asterisks);
      if (names.contains(string.group())) {
        masked.add(asterisks);
      }
    }
  }
}
