package dev.journeygateway.filter;

import dev.journeygateway.filter.Lexer.Kind;
import dev.journeygateway.filter.Lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a filter by recursive descent, one method a rule of the grammar in {@link FilterLanguage}.
 */
final class Parser {

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{5}-[A-Za-z0-9]{5}");
  private static final Pattern PLATFORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_ .-]{0,31}");
  private static final String WITH_TOKENS = "with_tokens";
  private static final String DAYS_AGO = "daysago";

  private enum Head {
    APPLICATION,
    TAG,
    APPLICATION_TAG,
    GROUP
  }

  private static final Map<String, Head> HEADS =
      Map.of(
          "a", Head.APPLICATION,
          "app", Head.APPLICATION,
          "application", Head.APPLICATION,
          "t", Head.TAG,
          "at", Head.APPLICATION_TAG,
          "tag", Head.APPLICATION_TAG,
          "g", Head.GROUP);

  /** Heads of the language that we have no data for. */
  private static final Map<String, String> UNSUPPORTED =
      Map.of(
          "event", "Event",
          "geo", "Geo",
          "btts", "BTTS",
          "updated", "Updated",
          "segment", "Segment",
          "static", "Static",
          "s", "S");

  private final Lexer lexer;
  private final int maxDepth;
  private Token token;
  private int depth;

  Parser(String source) {
    this(source, FilterLanguage.MAX_DEPTH);
  }

  Parser(String source, int maxDepth) {
    this.maxDepth = maxDepth;
    lexer = new Lexer(source);
    token = lexer.next();
  }

  Filter parse() {
    Filter filter = union();
    if (token.kind() == Kind.CLOSE) {
      throw token.place().refuse("there is no ( for this )");
    }
    if (token.kind() != Kind.END) {
      throw token.place().refuse("expected +, *, \\ or the end");
    }
    return filter;
  }

  private Filter union() {
    List<Filter> parts = new ArrayList<>();
    do {
      parts.add(difference());
    } while (taken(Kind.PLUS));
    return Filter.union(parts);
  }

  private Filter difference() {
    Filter base = intersection();
    List<Filter> without = new ArrayList<>();
    while (taken(Kind.WITHOUT)) {
      without.add(intersection());
    }
    return Filter.difference(base, without);
  }

  private Filter intersection() {
    List<Filter> parts = new ArrayList<>();
    do {
      parts.add(factor());
    } while (taken(Kind.TIMES));
    return Filter.intersection(parts);
  }

  private Filter factor() {
    if (token.kind() != Kind.OPEN) {
      return condition();
    }
    if (depth == maxDepth) {
      throw token.place().refuse("more than " + maxDepth + " levels deep");
    }
    take(Kind.OPEN);
    depth++;
    Filter inner = union();
    depth--;
    take(Kind.CLOSE);
    return inner;
  }

  private Filter condition() {
    if (token.kind() != Kind.WORD) {
      throw token.place().refuse("expected a condition");
    }
    Token head = take(Kind.WORD);
    String word = head.text().toLowerCase(Locale.ROOT);
    if (UNSUPPORTED.containsKey(word)) {
      throw head.place()
          .refuseInTheseWords("filter condition " + UNSUPPORTED.get(word) + " is not supported");
    }
    if (!HEADS.containsKey(word)) {
      throw head.place().refuse("unknown condition " + shortened(head.text()));
    }
    take(Kind.OPEN);
    return switch (HEADS.get(word)) {
      case APPLICATION -> application(head);
      case TAG -> tag(head, Optional.empty());
      case APPLICATION_TAG -> {
        String code = code();
        takeComma("before the tag's name");
        yield tag(head, Optional.of(code));
      }
      case GROUP -> group(head);
    };
  }

  private Filter application(Token head) {
    String code = code();
    List<String> platforms = List.of();
    boolean withTokens = false;
    if (taken(Kind.COMMA)) {
      platforms = platforms();
      if (taken(Kind.COMMA)) {
        withTokens();
        withTokens = true;
      }
    }
    take(Kind.CLOSE);
    Filter.Application application =
        new Filter.Application(head.place(), code, platforms, withTokens);
    List<Filter> chain = new ArrayList<>();
    while (taken(Kind.DOT)) {
      chain.add(chained(code));
    }
    // The tags of an application are on its devices alone, so beside them it says nothing more by
    // itself.
    if (chain.isEmpty() || !platforms.isEmpty()) {
      chain.add(0, application);
    }
    return Filter.intersection(chain);
  }

  private Filter chained(String code) {
    Token start = token;
    if (start.kind() != Kind.WORD
        || !start.text().equalsIgnoreCase("tags") && !start.text().equalsIgnoreCase("tag")) {
      throw start.place().refuse("expected tags");
    }
    take(Kind.WORD);
    take(Kind.OPEN);
    String name = name();
    take(Kind.CLOSE);
    take(Kind.DOT);
    Token word = token;
    Operator operator = operator();
    take(Kind.OPEN);
    Optional<Operand> operand = Optional.empty();
    if (operator.takes() != Operator.Takes.NOTHING) {
      operand = Optional.of(fitting(operator, operands()));
    } else if (token.kind() != Kind.CLOSE) {
      throw token.place().refuse(operator.word() + " takes no value");
    }
    take(Kind.CLOSE);
    return new Filter.TagCondition(
        start.place(), Optional.of(code), name, false, word.place(), operator, operand);
  }

  /**
   * The content of the brackets of a fluent operator: one value or list, or values side by side.
   */
  private Operand operands() {
    Operand first = operand();
    if (token.kind() != Kind.COMMA || !(first instanceof Operand.Scalar scalar)) {
      return first;
    }
    List<Operand.Scalar> values = new ArrayList<>(List.of(scalar));
    while (taken(Kind.COMMA)) {
      requireRoom(values.size());
      values.add(scalar());
    }
    return new Operand.Many(first.place(), values);
  }

  private Filter tag(Token head, Optional<String> application) {
    String name = name();
    takeComma("before the operator");
    boolean daysAgo = false;
    if (application.isPresent()
        && token.kind() == Kind.WORD
        && token.text().equalsIgnoreCase(DAYS_AGO)) {
      take(Kind.WORD);
      takeComma("before the operator");
      daysAgo = true;
    }
    Token word = token;
    Operator operator = operator();
    Optional<Operand> operand = Optional.empty();
    if (operator.takes() != Operator.Takes.NOTHING) {
      takeComma("before the operand");
      operand = Optional.of(fitting(operator, operand()));
    } else if (daysAgo) {
      throw word.place().refuse("daysago does not go with " + operator.word());
    } else if (token.kind() == Kind.COMMA) {
      throw token.place().refuse(operator.word() + " takes no value");
    }
    take(Kind.CLOSE);
    return new Filter.TagCondition(
        head.place(), application, name, daysAgo, word.place(), operator, operand);
  }

  private Filter group(Token head) {
    String code = code();
    List<String> platforms = taken(Kind.COMMA) ? platforms() : List.of();
    take(Kind.CLOSE);
    return new Filter.Group(head.place(), code, platforms);
  }

  private String code() {
    if (token.kind() != Kind.STRING) {
      throw token.place().refuse("expected an application code in double quotes");
    }
    if (!CODE.matcher(token.text()).matches()) {
      throw token.place().refuse("an application code looks like XXXXX-XXXXX");
    }
    return take(Kind.STRING).text();
  }

  private String name() {
    if (token.kind() != Kind.STRING) {
      throw token.place().refuse("expected a tag's name in double quotes");
    }
    return take(Kind.STRING).text();
  }

  private Operator operator() {
    if (token.kind() != Kind.WORD) {
      throw token.place().refuse("expected an operator");
    }
    Operator operator =
        Operator.of(token.text())
            .orElseThrow(() -> token.place().refuse("unknown operator " + shortened(token.text())));
    take(Kind.WORD);
    return operator;
  }

  private Operand fitting(Operator operator, Operand operand) {
    boolean many = operand instanceof Operand.Many;
    if (operator.takes() == Operator.Takes.ONE && many) {
      throw operand.place().refuse(operator.word() + " takes one value");
    }
    if (operator.takes() == Operator.Takes.TWO
        && !(many && ((Operand.Many) operand).values().size() == 2)) {
      throw operand.place().refuse(operator.word() + " takes two values");
    }
    return operand;
  }

  private Operand operand() {
    if (token.kind() != Kind.OPEN_LIST) {
      return scalar();
    }
    Place start = token.place();
    List<Operand.Scalar> values = new ArrayList<>();
    startList();
    do {
      requireRoom(values.size());
      values.add(scalar());
    } while (taken(Kind.COMMA));
    endList();
    return new Operand.Many(start, values);
  }

  private Operand.Scalar scalar() {
    Token value = token;
    switch (value.kind()) {
      case STRING -> {
        take(Kind.STRING);
        return new Operand.Text(value.place(), value.text());
      }
      case NUMBER -> {
        take(Kind.NUMBER);
        return new Operand.Num(value.place(), value.text());
      }
      case WORD -> {
        boolean yes = value.text().equalsIgnoreCase("true");
        if (yes || value.text().equalsIgnoreCase("false")) {
          take(Kind.WORD);
          return new Operand.Bool(value.place(), yes);
        }
        throw value.place().refuse("expected a value; write strings in double quotes");
      }
      default -> throw value.place().refuse("expected a value");
    }
  }

  private List<String> platforms() {
    if (token.kind() != Kind.OPEN_LIST) {
      throw token.place().refuse("expected a list of platforms");
    }
    List<String> platforms = new ArrayList<>();
    startList();
    do {
      requireRoom(platforms.size());
      if (token.kind() != Kind.STRING && token.kind() != Kind.WORD) {
        throw token.place().refuse("expected a platform");
      }
      if (token.text().equalsIgnoreCase(WITH_TOKENS)) {
        throw token.place().refuse("with_tokens comes after the platforms");
      }
      if (!PLATFORM.matcher(token.text()).matches()) {
        throw token.place().refuse("a platform looks like iOS or Windows_Phone");
      }
      platforms.add(take(token.kind()).text().toUpperCase(Locale.ROOT));
    } while (taken(Kind.COMMA));
    endList();
    return platforms;
  }

  private void withTokens() {
    take(Kind.OPEN_LIST);
    boolean wordOrString = token.kind() == Kind.WORD || token.kind() == Kind.STRING;
    if (!wordOrString || !token.text().equalsIgnoreCase(WITH_TOKENS)) {
      throw token.place().refuse("expected with_tokens");
    }
    take(token.kind());
    endList();
  }

  private void startList() {
    Token start = take(Kind.OPEN_LIST);
    if (token.kind() == Kind.CLOSE_LIST) {
      throw start.place().refuse("an empty list selects nobody");
    }
  }

  private void endList() {
    if (token.kind() != Kind.CLOSE_LIST) {
      throw token.place().refuse("expected a comma or ]");
    }
    take(Kind.CLOSE_LIST);
  }

  private void requireRoom(int taken) {
    if (taken == FilterLanguage.MAX_LIST_ITEMS) {
      throw token
          .place()
          .refuse("a list takes at most " + FilterLanguage.MAX_LIST_ITEMS + " values");
    }
  }

  private void takeComma(String why) {
    if (token.kind() != Kind.COMMA) {
      throw token.place().refuse("expected a comma " + why);
    }
    take(Kind.COMMA);
  }

  private boolean taken(Kind kind) {
    if (token.kind() != kind) {
      return false;
    }
    take(kind);
    return true;
  }

  private Token take(Kind kind) {
    Token current = token;
    if (current.kind() != kind) {
      throw current.place().refuse("expected " + kind.title());
    }
    token = lexer.next();
    return current;
  }

  private static String shortened(String word) {
    return word.length() <= 64 ? word : word.substring(0, 64) + "...";
  }
}
