package dev.journeygateway.journey;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.journeygateway.access.Scope;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * What {@code config/journeys.yaml} says (running.md): applications with their tokens, tags and
 * journeys, and groups of applications.
 */
record CatalogFile(List<ApplicationNode> applications, List<GroupNode> groups) {

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{5}-[A-Za-z0-9]{5}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final int LONGEST_ID = 64;

  private static final ObjectMapper YAML = mapper();

  public CatalogFile {
    applications = orEmpty(applications);
    groups = orEmpty(groups);
  }

  /** An application. {@code unknownIds} is enter or skip. */
  public record ApplicationNode(
      String code,
      String name,
      UnknownIds unknownIds,
      List<TokenNode> tokens,
      List<TagNode> tags,
      List<JourneyNode> journeys) {

    public ApplicationNode {
      requireCode(code);
      name = name == null ? code : name;
      unknownIds = unknownIds == null ? UnknownIds.ENTER : unknownIds;
      tokens = orEmpty(tokens);
      tags = orEmpty(tags);
      journeys = orEmpty(journeys);
    }
  }

  /** Whether an id that no device has enters as it stands. */
  public enum UnknownIds {
    ENTER,
    SKIP
  }

  /** A token by its hash; the hint is its last characters, for people. */
  public record TokenNode(String sha256, List<Scope> scopes, String hint, boolean revoked) {

    public TokenNode {
      require(
          sha256 != null && SHA256.matcher(sha256).matches(),
          "a token's sha256 is 64 lower-case hex digits");
      require(
          scopes != null && !scopes.isEmpty(),
          "a token needs scopes: some of start, read, operate, admin");
    }
  }

  /** A tag and the type its values have. */
  public record TagNode(String name, TagType type) {

    public TagNode {
      require(
          name != null && !name.isBlank() && name.length() <= 255,
          "a tag needs a name of at most 255 characters");
      require(type != null, "tag " + name + " needs a type");
    }
  }

  /** The types of filter.md. */
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
      String id, String title, Journey.State state, List<EntryPointNode> entryPoints) {

    public JourneyNode {
      requireId("a journey", id);
      title = title == null ? "" : title;
      require(title.length() <= 255, "the title of a journey has at most 255 characters");
      state = state == null ? Journey.State.DRAFT : state;
      require(state != Journey.State.HELD, "a journey is held by a call, not by its state");
      entryPoints = orEmpty(entryPoints);
      Set<String> seen = new HashSet<>();
      for (EntryPointNode point : entryPoints) {
        require(
            seen.add(point.id()), "entry point " + point.id() + " stands twice in journey " + id);
      }
    }
  }

  /** A "start by API" point. */
  public record EntryPointNode(
      String id, boolean deactivated, Set<String> attributes, ReEntry reEntry) {

    public EntryPointNode {
      requireId("an entry point", id);
      attributes = attributes == null ? Set.of() : attributes;
      for (String name : attributes) {
        require(
            name != null && !name.isBlank() && name.length() <= 255,
            "an attribute of entry point " + id + " needs a name of at most 255 characters");
      }
      reEntry = reEntry == null ? ReEntry.ALWAYS : reEntry;
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
    try {
      JsonParser parser = YAML.createParser(text);
      if (parser.nextToken() == null) {
        return new CatalogFile(List.of(), List.of());
      }
      CatalogFile catalog = YAML.readValue(parser, CatalogFile.class);
      catalog.requireUnique(new String(text, java.nio.charset.StandardCharsets.UTF_8));
      return catalog;
    } catch (JsonMappingException e) {
      throw new Invalid(at(e.getLocation()) + reason(e));
    } catch (JsonProcessingException e) {
      throw new Invalid(at(e.getLocation()) + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new Invalid(e.getMessage());
    }
  }

  private void requireUnique(String text) {
    Set<String> codes = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (ApplicationNode application : applications) {
      if (!codes.add(application.code())) {
        throw twice("application " + application.code(), application.code(), text);
      }
      Set<String> tags = new HashSet<>();
      for (TagNode tag : application.tags()) {
        if (!tags.add(tag.name())) {
          throw twice(
              "tag " + tag.name() + " of application " + application.code(), tag.name(), text);
        }
      }
      for (JourneyNode journey : application.journeys()) {
        if (!ids.add(journey.id())) {
          throw twice("journey " + journey.id(), journey.id(), text);
        }
      }
    }
    for (GroupNode group : groups) {
      for (String code : group.applications()) {
        if (!codes.contains(code)) {
          throw new Invalid("group " + group.code() + " names the unknown application " + code);
        }
      }
    }
  }

  private static Invalid twice(String what, String name, String text) {
    int second = text.indexOf(name, text.indexOf(name) + name.length());
    long line = text.substring(0, Math.max(0, second)).chars().filter(c -> c == '\n').count() + 1;
    return new Invalid("line " + line + ": " + what + " stands twice");
  }

  private static String at(JsonLocation location) {
    return location == null ? "" : "line " + location.getLineNr() + ": ";
  }

  private static String reason(JsonMappingException e) {
    String field =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(java.util.Objects::nonNull)
            .reduce((first, last) -> last)
            .orElse("");
    if (e instanceof com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException) {
      return "unknown field: " + field;
    }
    Throwable cause = e.getCause();
    if (cause instanceof IllegalArgumentException) {
      return cause.getMessage();
    }
    String words =
        firstLine(e.getOriginalMessage())
            .replaceAll("`?dev\\.journeygateway[\\w.$]*`?", "this place");
    return field.isEmpty() ? words : field + ": " + words;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static ObjectMapper mapper() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setMaxAliasesForCollections(50);
    YAMLFactory factory = YAMLFactory.builder().loaderOptions(options).build();
    factory.enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL);
    return JsonMapper.builder(factory)
        .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .build();
  }

  private static void requireCode(String code) {
    require(
        code != null && CODE.matcher(code).matches(),
        "an application code looks like XXXXX-XXXXX, not " + code);
  }

  private static void requireId(String what, String id) {
    boolean usable =
        id != null
            && !id.isEmpty()
            && id.length() <= LONGEST_ID
            && id.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
    if (!usable) {
      throw new IllegalArgumentException(
          what
              + " needs an id of at most "
              + LONGEST_ID
              + " printable characters without a slash, not "
              + id);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
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
