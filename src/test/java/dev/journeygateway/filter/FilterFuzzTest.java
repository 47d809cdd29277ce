package dev.journeygateway.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Throws garbage, half-filters and spoilt filters at the parser and what it takes at the check. The
 * long form is {@code mvn test -Dtest=FilterFuzzTest -Dfilters.fuzz=1000000}, and only that one
 * judges the time of the slowest; {@code -Dfilters.seed} makes other cases.
 */
class FilterFuzzTest {

  private static final int CASES = Integer.getInteger("filters.fuzz", 20_000);
  private static final long SEED = Long.getLong("filters.seed", 20261123L);
  private static final int LONG_FORM = 1_000_000;
  private static final long MOST_NANOS = 50_000_000;

  private static final FilterScope SCOPE =
      new FilterScope("AAAAA-00001", Set.of("AAAAA-00001"), Map.of());
  private static final Map<String, TagType> TYPES =
      Map.of(
          "City", TagType.STRING,
          "Age", TagType.INTEGER,
          "d", TagType.DATE,
          "a", TagType.LIST,
          "x", TagType.VERSION);
  private static final Tags TAGS =
      (application, name) -> Optional.ofNullable(TYPES.get(name)).map(type -> new Tag(1, type));

  private static final String[] PIECES = {
    "T(",
    "A(",
    "AT(",
    "G(",
    "App(",
    "Tag(",
    "Geo(",
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "+",
    "*",
    "\\",
    " ",
    "\n",
    "\"",
    "\"City\"",
    "\"AAAAA-00001\"",
    "\"\\\"\"",
    "\"3 days ago\"",
    "\"2014-12-05\"",
    "eq",
    "in",
    "between",
    "set",
    "daysago",
    "with_tokens",
    "ios",
    "tags",
    ".tags(",
    "1",
    "-2.5",
    "1e9",
    "true",
    "\u0000",
    "\uD83D",
    "\uD83D\uDE00",
    "\u00a0",
    "\u201c",
    "x".repeat(300),
    "((((((((((((((((",
    "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1"
  };
  private static final String[] WHOLE = {
    "T(\"City\", eq, \"London\")",
    "A(\"AAAAA-00001\", [ios, \"Android\"], [with_tokens]).tags(\"Age\").between(1, 2).tag(\"x\").set()",
    "(AT(\"AAAAA-00001\", \"d\", daysago, gt, 3) + T(\"a\", in, [1, \"2\", true])) \\ G(\"AAAAA-00001\", [ios])"
  };

  @Test
  void givesATreeOrARefusalAndNothingElse() {
    Random random = new Random(SEED);
    long slowest = 0;
    int trees = 0;
    for (int i = 0; i < CASES; i++) {
      String text = text(random);
      long start = System.nanoTime();
      try {
        trees += isTree(text) ? 1 : 0;
      } catch (RuntimeException | StackOverflowError other) {
        fail("case " + i + " of seed " + SEED + ": " + text, other);
      }
      long time = System.nanoTime() - start;
      // A pause of the machine is not the parser's: what was slow must be slow again.
      for (int again = 0; time > MOST_NANOS && again < 5; again++) {
        start = System.nanoTime();
        isTree(text);
        time = Math.min(time, System.nanoTime() - start);
      }
      slowest = Math.max(slowest, time);
    }
    System.out.printf(
        "%d cases, seed %d: %d trees, the slowest %.1f ms%n", CASES, SEED, trees, slowest / 1e6);
    assertThat(trees).isGreaterThan(CASES / 100);
    if (CASES >= LONG_FORM) {
      assertThat(slowest).as("nanoseconds of the slowest case").isLessThanOrEqualTo(MOST_NANOS);
    }
  }

  /** Parses, prints, checks and renders it as far as it goes; a refusal has its place and words. */
  private static boolean isTree(String text) {
    Filter filter;
    try {
      filter = FilterLanguage.parse(text);
    } catch (InvalidFilter refusal) {
      assertPointed(refusal, text);
      return false;
    }
    assertThat(new Parser(FilterLanguage.print(filter)).parse()).isEqualTo(filter);
    try {
      FilterCheck.check(filter, SCOPE, TAGS);
    } catch (InvalidFilter refusal) {
      assertPointed(refusal, text);
    }
    return true;
  }

  private static void assertPointed(InvalidFilter refusal, String text) {
    assertThat(refusal.character()).isBetween(1, text.codePointCount(0, text.length()) + 1);
    assertThat(refusal.pointed()).startsWith(refusal.getMessage());
  }

  private static String text(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> pieces(random, 1 + random.nextInt(12));
      case 1 -> spoilt(random, WHOLE[random.nextInt(WHOLE.length)]);
      case 2 -> joined(random);
      default -> random.nextInt(100) == 0 ? pieces(random, 3000) : characters(random);
    };
  }

  private static String pieces(Random random, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static String spoilt(Random random, String whole) {
    int from = random.nextInt(whole.length());
    int to = Math.min(whole.length(), from + random.nextInt(4));
    String piece = random.nextBoolean() ? PIECES[random.nextInt(PIECES.length)] : "";
    return whole.substring(0, from) + piece + whole.substring(to);
  }

  private static String joined(Random random) {
    StringBuilder text = new StringBuilder(WHOLE[random.nextInt(WHOLE.length)]);
    for (int i = random.nextInt(random.nextInt(50) == 0 ? 300 : 6); i > 0; i--) {
      text.append(" +*\\".charAt(random.nextInt(4))).append(WHOLE[random.nextInt(WHOLE.length)]);
    }
    return text.toString();
  }

  private static String characters(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      text.append(
          (char) (random.nextInt(20) == 0 ? random.nextInt(65_536) : 32 + random.nextInt(95)));
    }
    return text.toString();
  }
}
