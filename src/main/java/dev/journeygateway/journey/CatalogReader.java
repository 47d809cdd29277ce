package dev.journeygateway.journey;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.journeygateway.journey.CatalogFile.ApplicationNode;
import dev.journeygateway.journey.CatalogFile.GroupNode;
import dev.journeygateway.journey.CatalogFile.Invalid;
import dev.journeygateway.journey.CatalogFile.JourneyNode;
import dev.journeygateway.journey.CatalogFile.TagNode;
import dev.journeygateway.journey.CatalogFile.TokenNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads the text of a catalogue; what is wrong with it is told with the line and the reason. */
final class CatalogReader {

  private static final ObjectMapper YAML = mapper();

  private final byte[] bytes;
  private String text;

  CatalogReader(byte[] bytes) {
    this.bytes = bytes;
  }

  CatalogFile read() {
    text = decoded();
    try {
      JsonParser parser = YAML.createParser(text);
      if (parser.nextToken() == null) {
        return new CatalogFile(List.of(), List.of(), List.of());
      }
      CatalogFile catalog = YAML.readValue(parser, CatalogFile.class);
      if (catalog == null) {
        return new CatalogFile(List.of(), List.of(), List.of());
      }
      requireUnique(catalog);
      requireKnownDestinations(catalog);
      return catalog;
    } catch (JsonMappingException e) {
      throw invalid(e);
    } catch (JsonProcessingException e) {
      throw unreadable(e);
    } catch (IOException e) {
      throw new Invalid(e.getMessage());
    }
  }

  private String decoded() {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    boolean whole = !decoder.decode(in, out, true).isError();
    String read = out.flip().toString();
    if (!whole) {
      throw new Invalid("line " + (lines(read) + 1) + ": the text is not UTF-8");
    }
    return read.startsWith("\uFEFF") ? read.substring(1) : read;
  }

  private static long lines(String read) {
    return read.chars().filter(c -> c == '\n').count();
  }

  // -- what is there twice

  private void requireUnique(CatalogFile catalog) {
    Set<String> codes = new HashSet<>();
    Map<String, String> ids = new HashMap<>();
    for (int i = 0; i < catalog.applications().size(); i++) {
      ApplicationNode application = catalog.applications().get(i);
      List<Object> place = List.of("applications", i);
      requireThere(application, "an application", place);
      if (!codes.add(application.code())) {
        throw twice("application " + application.code(), place, "code");
      }
      requireUniqueTokens(application, place);
      requireUniqueTags(application, place);
      requireUniqueWebhooks(application, place);
      requireUniqueJourneys(application, place, ids);
    }
    Set<String> groups = new HashSet<>();
    for (int i = 0; i < catalog.groups().size(); i++) {
      GroupNode group = catalog.groups().get(i);
      List<Object> place = List.of("groups", i);
      requireThere(group, "a group", place);
      if (!groups.add(group.code())) {
        throw twice("group " + group.code(), place, "code");
      }
      Set<String> members = new HashSet<>();
      for (int j = 0; j < group.applications().size(); j++) {
        String code = group.applications().get(j);
        if (!codes.contains(code)) {
          throw at(
              with(place, "applications", j),
              "group " + group.code() + " names the unknown application " + code);
        }
        if (!members.add(code)) {
          throw twice(
              "application " + code + " in group " + group.code(), with(place, "applications"), j);
        }
      }
    }
  }

  private void requireUniqueTokens(ApplicationNode application, List<Object> place) {
    Set<String> tokens = new HashSet<>();
    for (int j = 0; j < application.tokens().size(); j++) {
      TokenNode token = application.tokens().get(j);
      List<Object> at = with(place, "tokens", j);
      requireThere(token, "a token of application " + application.code(), at);
      if (!tokens.add(token.sha256())) {
        throw twice(
            "token " + token.sha256().substring(0, 8) + "... of application " + application.code(),
            at,
            "sha256");
      }
    }
  }

  private void requireUniqueTags(ApplicationNode application, List<Object> place) {
    Set<String> tags = new HashSet<>();
    for (int j = 0; j < application.tags().size(); j++) {
      TagNode tag = application.tags().get(j);
      List<Object> at = with(place, "tags", j);
      requireThere(tag, "a tag of application " + application.code(), at);
      if (!tags.add(tag.name())) {
        throw twice("tag " + tag.name() + " of application " + application.code(), at, "name");
      }
    }
  }

  private void requireUniqueWebhooks(ApplicationNode application, List<Object> place) {
    Set<String> names = new HashSet<>();
    for (int j = 0; j < application.webhooks().size(); j++) {
      WebhookNode webhook = application.webhooks().get(j);
      List<Object> at = with(place, "webhooks", j);
      requireThere(webhook, "a webhook of application " + application.code(), at);
      if (!names.add(webhook.name())) {
        throw twice(
            "webhook " + webhook.name() + " of application " + application.code(), at, "name");
      }
    }
  }

  private void requireUniqueJourneys(
      ApplicationNode application, List<Object> place, Map<String, String> ids) {
    for (int j = 0; j < application.journeys().size(); j++) {
      JourneyNode journey = application.journeys().get(j);
      List<Object> at = with(place, "journeys", j);
      requireThere(journey, "a journey of application " + application.code(), at);
      if (ids.put(journey.id(), application.code()) != null) {
        throw twice("journey " + journey.id(), at, "id");
      }
    }
  }

  private void requireKnownDestinations(CatalogFile catalog) {
    Set<String> names = new HashSet<>(Set.of(Destination.ENTRIES));
    for (int i = 0; i < catalog.destinations().size(); i++) {
      DestinationNode node = catalog.destinations().get(i);
      List<Object> place = List.of("destinations", i);
      requireThere(node, "a destination", place);
      if (!names.add(node.name())) {
        throw twice("destination " + node.name(), place, "name");
      }
    }
    for (int i = 0; i < catalog.applications().size(); i++) {
      ApplicationNode application = catalog.applications().get(i);
      List<Object> place = List.of("applications", i);
      requireKnown(names, "application " + application.code(), application.destination(), place);
      for (int j = 0; j < application.journeys().size(); j++) {
        JourneyNode journey = application.journeys().get(j);
        requireKnown(
            names, "journey " + journey.id(), journey.destination(), with(place, "journeys", j));
      }
    }
  }

  private void requireKnown(Set<String> names, String what, String name, List<Object> place) {
    if (name != null && !names.contains(name)) {
      throw at(with(place, "destination"), what + " names the unknown destination " + name);
    }
  }

  private void requireThere(Object node, String what, List<Object> place) {
    if (node == null) {
      throw at(place, what + " is empty");
    }
  }

  private Invalid twice(String what, List<Object> place, Object field) {
    return at(with(place, field), what + " is there twice");
  }

  private static List<Object> with(List<Object> place, Object... more) {
    List<Object> longer = new ArrayList<>(place);
    longer.addAll(Arrays.asList(more));
    return longer;
  }

  private Invalid at(List<Object> place, String reason) {
    return new Invalid("line " + YamlLines.of(text, place) + ": " + reason);
  }

  /** The refusal of a webhook's url, which only the settings can tell. */
  Invalid ofWebhook(CatalogFile catalog, WebhookNode webhook, String reason) {
    for (int i = 0; i < catalog.applications().size(); i++) {
      List<WebhookNode> webhooks = catalog.applications().get(i).webhooks();
      for (int j = 0; j < webhooks.size(); j++) {
        if (webhooks.get(j) == webhook) {
          return at(List.of("applications", i, "webhooks", j, "url"), reason);
        }
      }
    }
    throw new IllegalStateException("no webhook " + webhook.name() + " in the catalogue");
  }

  /** The refusal of a tag, which only the tables can tell. */
  Invalid ofTag(CatalogFile catalog, String application, String tag, String reason) {
    for (int i = 0; i < catalog.applications().size(); i++) {
      ApplicationNode node = catalog.applications().get(i);
      for (int j = 0; j < node.tags().size() && node.code().equals(application); j++) {
        if (node.tags().get(j).name().equals(tag)) {
          return at(List.of("applications", i, "tags", j), reason);
        }
      }
    }
    throw new IllegalStateException("no tag " + tag + " in the catalogue");
  }

  // -- what is of another shape

  private Invalid invalid(JsonMappingException e) {
    List<Object> place = new ArrayList<>();
    for (JsonMappingException.Reference reference : e.getPath()) {
      place.add(reference.getFieldName() != null ? reference.getFieldName() : reference.getIndex());
    }
    if (e.getCause() instanceof CatalogFile.Fault fault) {
      return at(with(place, fault.field()), fault.getMessage());
    }
    if (e.getCause() instanceof JsonProcessingException broken
        && !(broken instanceof JsonMappingException)) {
      return unreadable(broken);
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return at(place, "unknown field: " + unknown.getPropertyName());
    }
    if (e.getCause() instanceof IllegalArgumentException wrong) {
      return at(place, wrong.getMessage());
    }
    String field = place.isEmpty() ? "the file" : name(place);
    if (e instanceof MismatchedInputException mismatch) {
      return at(place, field + " must be " + kind(mismatch.getTargetType()));
    }
    return at(place, field + " cannot be read");
  }

  /** The last field; an item of a list goes by the list's name. */
  private static String name(List<Object> place) {
    for (int i = place.size() - 1; i >= 0; i--) {
      if (place.get(i) instanceof String field) {
        return i < place.size() - 1 ? "an item of " + field : field;
      }
    }
    return "the file";
  }

  private static String kind(Class<?> type) {
    if (type == null) {
      return "something else";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(one -> ((Enum<?>) one).name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "))
          .replaceFirst(", ([^,]*)$", " or $1");
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == String.class ? "a text" : "a block of fields";
  }

  private Invalid unreadable(JsonProcessingException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYAMLException marked) {
        Mark mark = marked.getProblemMark();
        return new Invalid(
            (mark == null ? "" : "line " + (mark.getLine() + 1) + ": ")
                + "the YAML is broken here: "
                + marked.getProblem());
      }
    }
    String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    String words = e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
    return new Invalid(
        line + words.replaceFirst("^Duplicate field '(.*)'$", "the field $1 is there twice"));
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
}
