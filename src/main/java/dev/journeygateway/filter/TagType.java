package dev.journeygateway.filter;

import static dev.journeygateway.filter.Operator.BETWEEN;
import static dev.journeygateway.filter.Operator.EQ;
import static dev.journeygateway.filter.Operator.GT;
import static dev.journeygateway.filter.Operator.GTE;
import static dev.journeygateway.filter.Operator.IN;
import static dev.journeygateway.filter.Operator.LT;
import static dev.journeygateway.filter.Operator.LTE;
import static dev.journeygateway.filter.Operator.NOTEQ;
import static dev.journeygateway.filter.Operator.NOTIN;
import static dev.journeygateway.filter.Operator.NOTSET;
import static dev.journeygateway.filter.Operator.SET;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types of tags: which operators each has, and how its values are stored so that they compare
 * by themselves.
 *
 * <p>Values of device files and operands of filters go through the same {@link #stored}, so that
 * both sides of a comparison are made alike. Strings compare without regard to case, character by
 * character, in every language's letters. A version becomes its parts without leading zeros, each
 * after the two-digit count of its digits, without the zero parts at its end: 1.2.10 is 011, 012,
 * 0210 in one. Such texts sort as the versions do, in any collation, and 1.2 equals 1.2.0.
 */
public enum TagType {
  STRING(false, EnumSet.of(EQ, NOTEQ, IN, NOTIN, SET, NOTSET)),
  INTEGER(true, Sets.ORDERED),
  PRICE(true, Sets.ORDERED),
  DATE(true, Sets.ORDERED),
  BOOLEAN(true, EnumSet.of(EQ, NOTEQ, SET, NOTSET)),
  LIST(false, EnumSet.of(IN, NOTIN, EQ, SET, NOTSET)),
  VERSION(false, Sets.ORDERED);

  private static final class Sets {
    static final Set<Operator> ORDERED =
        EnumSet.of(EQ, NOTEQ, IN, NOTIN, GT, GTE, LT, LTE, BETWEEN, SET, NOTSET);
  }

  /** The longest text of a value, in characters. */
  static final int MAX_CHARACTERS = 255;

  private static final int PRICE_DECIMALS = 4;
  private static final int MAX_VERSION_PARTS = 12;
  private static final Pattern WHOLE = Pattern.compile("([+-]?[0-9]{1,19})(\\.0{1,19})?");
  private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,19}(\\.[0-9]{1,19})?");
  private static final Pattern SECONDS = Pattern.compile("-?[0-9]{1,12}");
  private static final Pattern VERSION_TEXT = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})*");
  private static final Pattern DAY_TEXT = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  /** Beside our own spellings RFC 3339's: fractions, which are cut off, and an offset. */
  private static final Pattern DATE_TEXT =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})"
              + "(?:[ Tt]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.[0-9]{1,9})?)?"
              + "(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))?)?");

  private static final long FIRST_SECOND =
      LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
  private static final long LAST_SECOND =
      LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);

  private final boolean number;
  private final Set<Operator> operators;

  TagType(boolean number, Set<Operator> operators) {
    this.number = number;
    this.operators = operators;
  }

  /** The name in the catalogue and in the table tag, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of that name in any case. */
  public static Optional<TagType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.name().equalsIgnoreCase(word)).findFirst();
  }

  /**
   * Whether its values are in device_tag_number, as a long; otherwise in device_tag_text, as a
   * string.
   */
  public boolean isNumber() {
    return number;
  }

  /** Whether the text is a date without a time, which means that whole day in UTC. */
  boolean isDay(String text) {
    return this == DATE && DAY_TEXT.matcher(text).matches();
  }

  public boolean has(Operator operator) {
    return operators.contains(operator);
  }

  /**
   * A value as it is stored and compared: a Long or a String.
   *
   * @throws IllegalArgumentException where the text is no value of this type; the message says what
   *     it is not, to follow the value
   */
  public Object stored(String text) {
    return switch (this) {
      case STRING, LIST -> folded(text);
      case INTEGER -> whole(text);
      case PRICE -> price(text);
      case DATE -> date(text);
      case BOOLEAN -> bool(text);
      case VERSION -> version(text);
    };
  }

  /**
   * Letter by letter as {@link String#equalsIgnoreCase} has it, so that equal texts fold alike
   * whatever surrounds them.
   */
  public static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }

  private static Long whole(String text) {
    Matcher matcher = WHOLE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("is not a whole number");
    }
    try {
      return Long.valueOf(matcher.group(1));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("is beyond the whole numbers of 64 bits", e);
    }
  }

  private static Long price(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new IllegalArgumentException("is not a number");
    }
    try {
      return new BigDecimal(text)
          .setScale(PRICE_DECIMALS, RoundingMode.UNNECESSARY)
          .unscaledValue()
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "has more than " + PRICE_DECIMALS + " decimals or is too large", e);
    }
  }

  private static Long date(String text) {
    if (SECONDS.matcher(text).matches()) {
      long seconds = Long.parseLong(text);
      if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
        throw new IllegalArgumentException("is not a date of the years 1 to 9999");
      }
      return seconds;
    }
    Matcher matcher = DATE_TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("is not a date such as 2014-12-05 or 2014-12-05 22:22:22");
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(
              part(matcher, 1),
              part(matcher, 2),
              part(matcher, 3),
              part(matcher, 4),
              part(matcher, 5),
              part(matcher, 6));
      long seconds = time.toEpochSecond(offset(matcher));
      if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
        throw new IllegalArgumentException("is not a date of the years 1 to 9999");
      }
      return seconds;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("is not a date of the calendar", e);
    }
  }

  private static ZoneOffset offset(Matcher matcher) {
    if (matcher.group(7) == null) {
      return ZoneOffset.UTC;
    }
    int sign = matcher.group(7).equals("-") ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * part(matcher, 8), sign * part(matcher, 9));
  }

  private static int part(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }

  private static Long bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "true" -> 1L;
      case "0", "false" -> 0L;
      default -> throw new IllegalArgumentException("is not one of 0, 1, true and false");
    };
  }

  private static String version(String text) {
    if (!VERSION_TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("is not a version such as 1.2.10");
    }
    String[] parts = text.split("\\.");
    int length = parts.length;
    while (length > 1 && Long.parseLong(parts[length - 1]) == 0) {
      length--;
    }
    if (length > MAX_VERSION_PARTS) {
      throw new IllegalArgumentException(
          "is a version of more than " + MAX_VERSION_PARTS + " parts");
    }
    StringBuilder stored = new StringBuilder();
    for (int i = 0; i < length; i++) {
      String digits = Long.toString(Long.parseLong(parts[i]));
      stored.append(digits.length() < 10 ? "0" : "").append(digits.length()).append(digits);
    }
    return stored.toString();
  }
}
