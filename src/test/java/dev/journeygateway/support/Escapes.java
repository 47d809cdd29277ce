package dev.journeygateway.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Raw bytes in lines of text: \n \r \t \0 \\ and \xHH stand for a byte each, \*N(text) for a
 * repetition.
 */
public final class Escapes {

  private Escapes() {}

  /**
   * The bytes that a line stands for; what is not escaped stands for itself in UTF-8.
   *
   * @throws IllegalArgumentException at an escape that is none of the above
   */
  public static byte[] bytes(String line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(line.length());
    int i = 0;
    while (i < line.length()) {
      int c = line.codePointAt(i);
      if (c != '\\') {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c);
        continue;
      }
      char kind = line.charAt(i + 1);
      i += 2;
      switch (kind) {
        case 'n' -> bytes.write('\n');
        case 'r' -> bytes.write('\r');
        case 't' -> bytes.write('\t');
        case '0' -> bytes.write(0);
        case '\\' -> bytes.write('\\');
        case 'x' -> {
          bytes.write(Integer.parseInt(line.substring(i, i + 2), 16));
          i += 2;
        }
        case '*' -> {
          // \*N(text) repeats the text N times; the text may hold escapes, but no closing
          // parenthesis.
          int open = line.indexOf('(', i);
          int close = line.indexOf(')', open);
          byte[] once = bytes(line.substring(open + 1, close));
          for (int n = Integer.parseInt(line.substring(i, open)); n > 0; n--) {
            bytes.writeBytes(once);
          }
          i = close + 1;
        }
        default -> throw new IllegalArgumentException("no such escape: \\" + kind + " in " + line);
      }
    }
    return bytes.toByteArray();
  }
}
