package dev.journeygateway.erasure;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Collection;

/** A request's JSON: a person is an element of a list of ids. */
final class JsonText implements FileText {

  /** More than the largest body that is taken. */
  private static final int LONGEST = 1 << 30;

  private final Collection<String> names;

  /**
   * @param names in quotes
   */
  JsonText(Collection<String> names) {
    this.names = names;
  }

  @Override
  public long copy(Reader in, Writer out, RowEraser.Shape shape) throws IOException {
    StringWriter whole = new StringWriter();
    long length = in.transferTo(whole);
    if (length > LONGEST) {
      throw new IOException("a JSON file is larger than any that is taken");
    }
    StringBuilder text = new StringBuilder(whole.getBuffer());
    long named = 0;
    for (String name : names) {
      for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
        int end = at + name.length();
        int after = after(text, end);
        if (after < text.length() && text.charAt(after) == ':') {
          continue;
        }
        named++;
        remove(text, at, end);
      }
    }
    out.append(text);
    return named;
  }

  /** An element goes with one comma beside it; the value of a field becomes empty. */
  private static void remove(StringBuilder text, int at, int end) {
    int before = at - 1;
    while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
      before--;
    }
    int after = after(text, end);
    if (before >= 0 && text.charAt(before) == ':') {
      blank(text, at + 1, end - 1);
    } else if (before >= 0 && text.charAt(before) == ',') {
      blank(text, before, end);
    } else if (after < text.length() && text.charAt(after) == ',') {
      blank(text, at, after + 1);
    } else {
      blank(text, at, end);
    }
  }

  private static int after(StringBuilder text, int end) {
    int after = end;
    while (after < text.length() && Character.isWhitespace(text.charAt(after))) {
      after++;
    }
    return after;
  }

  private static void blank(StringBuilder text, int from, int to) {
    for (int i = from; i < to; i++) {
      text.setCharAt(i, ' ');
    }
  }
}
