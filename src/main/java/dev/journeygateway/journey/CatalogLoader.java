package dev.journeygateway.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.audit.Action;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Sql;
import dev.journeygateway.journey.CatalogFile.ApplicationNode;
import dev.journeygateway.journey.CatalogFile.EntryPointNode;
import dev.journeygateway.journey.CatalogFile.JourneyNode;
import dev.journeygateway.journey.CatalogFile.TokenNode;
import dev.journeygateway.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables in line with a catalogue: creates and updates; what left the file becomes
 * archived (a journey) or revoked (a token), never deleted. One transaction, one replica at a time;
 * a file that was loaded before costs one statement.
 */
final class CatalogLoader {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogLoader.class);
  private static final int BATCH = 1000;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final Audit audit;
  private final WebhookRows webhooks;

  public CatalogLoader(Database database, Audit audit, WebhookSettings webhooks) {
    this.database = database;
    this.audit = audit;
    this.webhooks = new WebhookRows(database, webhooks.internal());
  }

  /**
   * Loads the text of a catalogue file.
   *
   * @param force whether it is taken although it would revoke every token or archive most journeys
   * @return what it changed; empty where it was loaded before
   * @throws CatalogFile.Invalid when it cannot be used; nothing has changed then
   * @throws CatalogChanges.NeedsForce when it is not taken without force; the same
   */
  public Optional<CatalogChanges> load(byte[] text, boolean force) {
    String sha256 = Sha256.hex(text);
    if (sha256.equals(version())) {
      return Optional.empty();
    }
    CatalogReader reader = new CatalogReader(text);
    CatalogFile file = reader.read();
    return Optional.of(
        database.begin(
            status -> {
              database.write("lock-catalog").exists();
              CatalogChanges changes = changes(reader, file);
              if (!force && changes.objection().isPresent()) {
                throw new CatalogChanges.NeedsForce(changes.objection().get());
              }
              loadApplications(file);
              loadGroups(file);
              loadTokens(file);
              loadTags(file);
              loadDestinations(file);
              webhooks.load(file);
              Map<String, Integer> counts = loadJourneys(file);
              audit.write(
                  Audit.GATEWAY,
                  null,
                  Action.CATALOG_LOADED,
                  Audit.Target.of("catalog", sha256),
                  counts);
              database.write("set-catalog-version").with("sha256", sha256).update();
              return changes;
            }));
  }

  /**
   * What a catalogue would change.
   *
   * @throws CatalogFile.Invalid when it cannot be used
   */
  CatalogChanges changes(byte[] text) {
    CatalogReader reader = new CatalogReader(text);
    return changes(reader, reader.read());
  }

  private CatalogChanges changes(CatalogReader reader, CatalogFile file) {
    requireTypesOfStoredValues(reader, file);
    webhooks.requireReachable(reader, file);
    Map<String, CatalogChanges.Loaded> loaded = new HashMap<>();
    database
        .write("find-fingerprints")
        .each(
            row ->
                loaded.put(
                    row.text("id"),
                    new CatalogChanges.Loaded(row.text("state"), row.text("fingerprint"))));
    return CatalogChanges.of(
        file, new HashSet<>(database.write("find-live-tokens").texts()), loaded);
  }

  private record StoredTag(String name, int id, String type) {}

  /** Values are stored as their tag's type has them; under another type nothing would find them. */
  private void requireTypesOfStoredValues(CatalogReader reader, CatalogFile file) {
    for (ApplicationNode application : file.applications()) {
      Map<String, StoredTag> stored = new HashMap<>();
      database
          .write("find-tags")
          .with("application_code", application.code())
          .each(
              row ->
                  stored.put(
                      row.text("name"),
                      new StoredTag(row.text("name"), row.integer("id"), row.text("type"))));
      for (CatalogFile.TagNode tag : application.tags()) {
        StoredTag before = stored.get(tag.name());
        if (before != null
            && !before.type().equals(CatalogFile.text(tag.type()))
            && database.write("tag-has-values").with("tag_id", before.id()).exists()) {
          throw reader.ofTag(
              file,
              application.code(),
              tag.name(),
              ("tag %s of application %s is of type %s and has stored values, it cannot become %s;"
                      + " give the new type a tag of another name")
                  .formatted(
                      tag.name(), application.code(), before.type(), CatalogFile.text(tag.type())));
        }
      }
    }
  }

  /** The SHA-256 of the file that was loaded last, by whichever replica. */
  String version() {
    return database.read("find-catalog-version").texts().get(0);
  }

  /** Changes with the file that was loaded last and with every journey that is held or released. */
  String change() {
    return database.read("find-catalog-change").texts().get(0);
  }

  private void loadApplications(CatalogFile file) {
    database
        .write("put-application")
        .updateEach(
            file.applications(),
            (sql, one) ->
                sql.with("code", one.code())
                    .with("name", one.name())
                    .with("unknown_ids", CatalogFile.text(one.unknownIds())));
  }

  private record Member(String group, String application) {}

  private void loadGroups(CatalogFile file) {
    database.write("delete-application-groups").update();
    database
        .write("insert-application-group")
        .updateEach(
            file.groups().stream()
                .flatMap(
                    group ->
                        group.applications().stream().map(code -> new Member(group.code(), code)))
                .toList(),
            (sql, one) ->
                sql.with("code", one.group()).with("application_code", one.application()));
  }

  private void loadTokens(CatalogFile file) {
    Map<String, TokenNode> tokens = new HashMap<>();
    List<Member> applications = new ArrayList<>();
    Map<String, Set<String>> scopes = new HashMap<>();
    for (ApplicationNode application : file.applications()) {
      for (TokenNode token : application.tokens()) {
        tokens.merge(token.sha256(), token, (one, other) -> one.revoked() ? one : other);
        token
            .scopes()
            .forEach(
                scope ->
                    scopes
                        .computeIfAbsent(token.sha256(), any -> new TreeSet<>())
                        .add(CatalogFile.text(scope)));
        applications.add(new Member(token.sha256(), application.code()));
      }
    }
    database.write("delete-token-applications").update();
    database.write("revoke-tokens").with("yes", true).update();
    database
        .write("put-token")
        .updateEach(
            tokens.values(),
            (sql, token) ->
                sql.with("sha256", token.sha256())
                    .with("scopes", String.join(",", scopes.get(token.sha256())))
                    .with("hint", token.hint())
                    .with("revoked", token.revoked()));
    database
        .write("insert-token-application")
        .updateEach(
            applications,
            (sql, one) ->
                sql.with("sha256", one.group()).with("application_code", one.application()));
  }

  private void loadTags(CatalogFile file) {
    for (ApplicationNode application : file.applications()) {
      database
          .write("put-tag")
          .with("application_code", application.code())
          .updateEach(
              application.tags(),
              (sql, tag) ->
                  sql.with("name", tag.name()).with("type", CatalogFile.text(tag.type())));
    }
  }

  private void loadDestinations(CatalogFile file) {
    database.write("remove-destinations").with("no", false).update();
    database
        .write("put-destination")
        .updateEach(
            file.destinations(),
            (sql, one) ->
                sql.with("name", one.name())
                    .with("type", one.destination().type())
                    .with("settings", DestinationCatalog.json(one.destination()))
                    .with("yes", true));
  }

  /**
   * A journey with its place.
   *
   * @param paced whether its destination has a pace, which then is the limit of its entry points
   */
  private record Listed(
      String applicationCode,
      JourneyNode journey,
      String destination,
      boolean paced,
      String fingerprint) {}

  /** How many journeys came, changed and went. */
  private Map<String, Integer> loadJourneys(CatalogFile file) {
    Map<String, String> known = new HashMap<>();
    database
        .write("find-fingerprints")
        .each(row -> known.put(row.text("id"), row.text("fingerprint")));
    List<Listed> added = new ArrayList<>();
    List<Listed> changed = new ArrayList<>();
    for (ApplicationNode application : file.applications()) {
      for (JourneyNode journey : application.journeys()) {
        String destination = CatalogFile.destinationOf(application, journey);
        String fingerprint = fingerprint(file, application, journey);
        Listed listed =
            new Listed(
                application.code(), journey, destination, file.paced(destination), fingerprint);
        String before = known.remove(journey.id());
        if (before == null) {
          added.add(listed);
        } else if (!before.equals(fingerprint)) {
          changed.add(listed);
        }
      }
    }
    // In the order of the keys, an index grows at its end instead of everywhere.
    added.sort(Comparator.comparing(one -> one.journey().id()));
    database.write("insert-journey").updateEach(added, CatalogLoader::bind);
    database.write("update-journey").updateEach(changed, CatalogLoader::bind);
    database
        .write("delete-entry-points")
        .updateEach(changed, (sql, one) -> sql.with("journey_id", one.journey().id()));
    insertEntryPoints(added);
    insertEntryPoints(changed);
    List<String> archived =
        known.entrySet().stream()
            .filter(gone -> !gone.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    database.write("archive-journey").updateEach(archived, (sql, id) -> sql.with("id", id));
    LOG.info(
        "Catalogue: {} journeys new, {} changed, {} not in it",
        added.size(),
        changed.size(),
        known.size());
    return Map.of(
        "journeys_added",
        added.size(),
        "journeys_changed",
        changed.size(),
        "journeys_archived",
        archived.size());
  }

  static String fingerprint(CatalogFile file, ApplicationNode application, JourneyNode journey) {
    String destination = CatalogFile.destinationOf(application, journey);
    return Sha256.hex(
        (application.code() + journey + destination + file.paced(destination))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void bind(Sql sql, Listed one) {
    JourneyNode journey = one.journey();
    sql.with("id", journey.id())
        .with("application_code", one.applicationCode())
        .with("title", journey.title())
        .with("state", CatalogFile.text(journey.state()))
        .with("destination", one.destination())
        .with("fingerprint", one.fingerprint());
  }

  private record Point(String journeyId, boolean paced, EntryPointNode node) {
    /** In milliseconds; null where the gateway's own limit applies. */
    Long limit() {
      if (node.limit() != null) {
        return node.limit().duration().toMillis();
      }
      return paced ? 0L : null;
    }
  }

  private void insertEntryPoints(List<Listed> listed) {
    database
        .write("insert-entry-point")
        .updateEach(
            listed.stream()
                .flatMap(
                    one ->
                        one.journey().entryPoints().stream()
                            .map(point -> new Point(one.journey().id(), one.paced(), point)))
                .toList(),
            (sql, point) ->
                sql.with("journey_id", point.journeyId())
                    .with("id", point.node().id())
                    .with("deactivated", point.node().deactivated())
                    .with("re_entry", CatalogFile.text(point.node().reEntry()))
                    .with("limit_millis", point.limit())
                    .with("attributes", names(point.node().attributes())));
  }

  private static String names(AttributeNames attributes) {
    try {
      return JSON.writeValueAsString(attributes.any() ? "any" : attributes.names());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names can be written as JSON", e);
    }
  }
}
