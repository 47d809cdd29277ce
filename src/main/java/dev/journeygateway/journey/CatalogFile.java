package dev.journeygateway.journey;

import dev.journeygateway.access.Scope;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;

/**
 * What {@code config/journeys.yaml} says: destinations, applications with their tokens, tags and
 * journeys, and groups of applications.
 */
public record CatalogFile(
    List<DestinationNode> destinations,
    List<ApplicationNode> applications,
    List<GroupNode> groups) {

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{5}-[A-Za-z0-9]{5}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int LONGEST_ID = 64;
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_HINT = 32;

  /** The folder of device files, inbox/devices, which lies beside those of the journeys. */
  private static final String DEVICES = "devices";

  public CatalogFile {
    destinations = orEmpty(destinations);
    applications = orEmpty(applications);
    groups = orEmpty(groups);
  }

  /** An application. {@code unknownIds} is enter or skip. */
  public record ApplicationNode(
      String code,
      String name,
      UnknownIds unknownIds,
      String destination,
      List<TokenNode> tokens,
      List<TagNode> tags,
      List<WebhookNode> webhooks,
      List<JourneyNode> journeys) {

    public ApplicationNode {
      requireCode(code);
      name = name == null ? code : name;
      requireName("name", "the name of application " + code, name);
      unknownIds = unknownIds == null ? UnknownIds.ENTER : unknownIds;
      tokens = orEmpty(tokens);
      tags = orEmpty(tags);
      webhooks = orEmpty(webhooks);
      journeys = orEmpty(journeys);
    }
  }

  /** Whether an id that no device has enters as it is. */
  public enum UnknownIds {
    ENTER,
    SKIP
  }

  /** A token by its hash; the hint is its last characters, for people. */
  public record TokenNode(String sha256, List<Scope> scopes, String hint, boolean revoked) {

    public TokenNode {
      require(
          "sha256",
          sha256 != null && SHA256.matcher(sha256).matches(),
          "a token's sha256 is 64 lower-case hex digits");
      require(
          "scopes",
          scopes != null && !scopes.isEmpty() && !scopes.contains(null),
          "a token needs scopes: some of start, read, operate, admin");
      require(
          "hint",
          hint == null || hint.length() <= LONGEST_HINT && printable(hint),
          "the hint of a token has at most " + LONGEST_HINT + " printable characters");
    }
  }

  /** A tag and the type its values have. */
  public record TagNode(String name, TagType type) {

    public TagNode {
      requireName("name", "the name of a tag", name);
      require("type", type != null, "tag " + name + " needs a type");
    }
  }

  /** The types of docs/filters.md. */
  public enum TagType {
    STRING,
    INTEGER,
    PRICE,
    DATE,
    BOOLEAN,
    LIST,
    VERSION
  }

  /** A journey; draft unless it says otherwise. */
  public record JourneyNode(
      String id,
      String title,
      Journey.State state,
      String destination,
      List<EntryPointNode> entryPoints) {

    public JourneyNode {
      requireId("a journey", id);
      require(
          "id",
          !id.equals(DEVICES),
          "a journey cannot have the id devices: its folder is that of the device files");
      title = title == null ? "" : title;
      require(
          "title",
          title.length() <= LONGEST_NAME && printable(title),
          "the title of journey " + id + " has at most " + LONGEST_NAME + " printable characters");
      state = state == null ? Journey.State.DRAFT : state;
      require(
          "state", state != Journey.State.HELD, "a journey is held by a call, not by its state");
      entryPoints = orEmpty(entryPoints);
      Set<String> seen = new HashSet<>();
      for (EntryPointNode point : entryPoints) {
        require(
            "entry-points",
            point != null && seen.add(point.id()),
            point == null
                ? "an entry point of journey " + id + " is empty"
                : "entry point " + point.id() + " is there twice in journey " + id);
      }
    }
  }

  /** A "start by API" point. */
  public record EntryPointNode(
      String id, boolean deactivated, AttributeNames attributes, ReEntry reEntry, LimitNode limit) {

    public EntryPointNode {
      requireId("an entry point", id);
      attributes = attributes == null ? AttributeNames.NONE : attributes;
      for (String name : attributes.names()) {
        requireName("attributes", "an attribute's name of entry point " + id, name);
      }
      reEntry = reEntry == null ? ReEntry.ALWAYS : reEntry;
    }
  }

  /**
   * A limit of an entry point's own.
   *
   * @param period one accepted request in that time; 0s switches the limit off
   */
  public record LimitNode(String period) {

    public LimitNode {
      require(
          "period",
          period != null && period.matches("\\d+(ms|s|m|h|d)"),
          "limit.period is a duration such as 60s, not " + period);
      require(
          "period",
          DurationStyle.SIMPLE.parse(period).compareTo(Duration.ofDays(1)) <= 0,
          "limit.period must be 0s to 1d, not " + period);
    }

    Duration duration() {
      return DurationStyle.SIMPLE.parse(period);
    }
  }

  /** Whether a person who is recorded in the journey enters again. */
  public enum ReEntry {
    ALWAYS,
    ONCE
  }

  /** A group of applications, as {@code G("...")} names it in a filter. */
  public record GroupNode(String code, List<String> applications) {

    public GroupNode {
      requireCode(code);
      applications = orEmpty(applications);
    }
  }

  /** What is wrong with a node, and the field that it is wrong with. */
  static final class Fault extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;

    Fault(String field, String message) {
      super(message);
      this.field = field;
    }

    String field() {
      return field;
    }
  }

  /** A file that cannot be used; the message names the line where it can be told. */
  public static final class Invalid extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message);
    }
  }

  /**
   * Reads a catalogue.
   *
   * @throws Invalid with the line and the reason
   */
  public static CatalogFile read(byte[] text) {
    return new CatalogReader(text).read();
  }

  /** Whether it says nothing: an empty file, a comment alone, or no application. */
  boolean isEmpty() {
    return applications.isEmpty();
  }

  /** Where the people of a journey go: its own word, else its application's, else entries. */
  static String destinationOf(ApplicationNode application, JourneyNode journey) {
    String named =
        journey.destination() != null ? journey.destination() : application.destination();
    return named == null ? Destination.ENTRIES : named;
  }

  /** Whether a destination has a pace, which then is the limit of its entry points. */
  boolean paced(String destination) {
    return destinations.stream()
        .anyMatch(one -> one.name().equals(destination) && one.destination().paced());
  }

  private static void requireCode(String code) {
    require(
        "code",
        code != null && CODE.matcher(code).matches(),
        "an application code looks like XXXXX-XXXXX, not " + code);
  }

  /** An id is a segment of a path, where these characters and names cannot travel. */
  private static void requireId(String what, String id) {
    boolean usable =
        id != null
            && !id.isBlank()
            && id.length() <= LONGEST_ID
            && printable(id)
            && id.chars().noneMatch(c -> c == '/' || c == '\\' || c == '%')
            && !id.equals(".")
            && !id.equals("..");
    require(
        "id",
        usable,
        what
            + " needs an id of at most "
            + LONGEST_ID
            + " printable characters without /, \\ and %, not "
            + (id == null ? "none" : visible(id)));
  }

  private static void requireName(String field, String what, String name) {
    require(
        field,
        name != null && !name.isBlank() && name.length() <= LONGEST_NAME && printable(name),
        what + " needs 1 to " + LONGEST_NAME + " printable characters");
  }

  /** No control characters, and none that shows nothing or that no database holds. */
  private static boolean printable(String text) {
    return text.codePoints()
        .allMatch(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.SURROGATE,
                      Character.UNASSIGNED,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR ->
                      false;
                  default -> true;
                });
  }

  /** On one line, and no longer than a log should have. */
  private static String visible(String id) {
    StringBuilder shown = new StringBuilder();
    id.codePoints()
        .limit(LONGEST_ID)
        .forEach(
            c -> {
              if (printable(Character.toString(c))) {
                shown.appendCodePoint(c);
              } else {
                shown.append("U+%04X".formatted(c));
              }
            });
    return shown.toString();
  }

  static void require(String field, boolean holds, String otherwise) {
    if (!holds) {
      throw new Fault(field, otherwise);
    }
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  /** Lower case, as the tables hold it. */
  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
