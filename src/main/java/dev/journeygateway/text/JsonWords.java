package dev.journeygateway.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.util.regex.Pattern;

/** What is wrong with a text that is no JSON, in words for its sender. */
public final class JsonWords {

  private static final int LONGEST = 200;

  /**
   * Jackson's hints about its settings and sources, which mean nothing to the sender of the text.
   */
  private static final Pattern HINTS =
      Pattern.compile(
          "(?s)\\s*\\(start marker.*|\\R.*"
              + "|\\(for (Object|Array) starting at.*?\\)"
              + "|\\s*\\(not recognized as one since Feature .*?\\)"
              + "|\\s*\\(consider enabling .*"
              + "|[:;,]?\\s*(and )?enable `[^`]*` to allow"
              + "|`[A-Za-z.]+`");

  private static final Pattern NO_NUMBER =
      Pattern.compile("(?s)Non-standard token '([^']*)'.*|Unrecognized token '([^']*)'.*");

  private JsonWords() {}

  /**
   * The fault in one line of at most 200 characters.
   *
   * @param maxDepth the levels that the reader allows
   */
  public static String of(JsonProcessingException fault, int maxDepth) {
    if (fault instanceof StreamConstraintsException) {
      return fault.getOriginalMessage().contains("nesting depth")
          ? "nested deeper than " + maxDepth + " levels"
          : "a number or name is too long";
    }
    String words = fault.getOriginalMessage();
    var token = NO_NUMBER.matcher(words);
    if (token.matches()) {
      words =
          "'%s' is no value of JSON"
              .formatted(token.group(1) == null ? token.group(2) : token.group(1));
    }
    words = HINTS.matcher(words).replaceAll("").strip();
    return words.length() > LONGEST ? words.substring(0, LONGEST) : words;
  }
}
