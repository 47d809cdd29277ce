package dev.journeygateway.door.file;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names that programs leave lying about and that are nobody's list: left alone. */
record IgnoredNames(List<String> patterns, Pattern any) {

  /**
   * @param patterns with * for any characters and ? for one; letter case does not matter
   */
  static IgnoredNames of(List<String> patterns) {
    String any =
        patterns.stream()
            .map(String::strip)
            .filter(pattern -> !pattern.isEmpty())
            .map(IgnoredNames::regex)
            .collect(Collectors.joining("|"));
    return new IgnoredNames(
        List.copyOf(patterns),
        Pattern.compile(
            any.isEmpty() ? "(?!)" : any,
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL));
  }

  private static String regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    pattern
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
              }
            });
    return regex.toString();
  }

  boolean matches(String name) {
    return any.matcher(name).matches();
  }
}
