package dev.journeygateway.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.journey.CatalogFile.ApplicationNode;
import dev.journeygateway.journey.CatalogFile.EntryPointNode;
import dev.journeygateway.journey.CatalogFile.JourneyNode;
import dev.journeygateway.journey.CatalogFile.TagNode;
import dev.journeygateway.journey.CatalogFile.TokenNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings the tables in line with a catalogue: creates and updates; what left the file becomes
 * archived (a journey) or revoked (a token), never deleted. One transaction, one replica at a time;
 * a file that was loaded before costs one statement.
 */
public final class CatalogLoader {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogLoader.class);
  private static final int BATCH = 1000;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  public CatalogLoader(JdbcTemplate jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * Loads the text of a catalogue file.
   *
   * @return whether anything was to be done
   * @throws CatalogFile.Invalid when it cannot be used; nothing has changed then
   */
  public boolean load(byte[] text) {
    String sha256 = sha256(text);
    if (sha256.equals(version())) {
      return false;
    }
    CatalogFile file = CatalogFile.read(text);
    transaction.executeWithoutResult(
        status -> {
          jdbc.queryForObject("select sha256 from catalog where id = 1 for update", String.class);
          loadApplications(file);
          loadGroups(file);
          loadTokens(file);
          loadTags(file);
          loadJourneys(file);
          jdbc.update("update catalog set sha256 = ? where id = 1", sha256);
        });
    return true;
  }

  /** The SHA-256 of the file that was loaded last, by whichever replica. */
  String version() {
    return jdbc.queryForObject("select sha256 from catalog where id = 1", String.class);
  }

  private void loadApplications(CatalogFile file) {
    Set<String> known =
        new HashSet<>(jdbc.queryForList("select code from application", String.class));
    for (ApplicationNode one : file.applications()) {
      String unknownIds = CatalogFile.text(one.unknownIds());
      if (known.contains(one.code())) {
        jdbc.update(
            "update application set name = ?, unknown_ids = ? where code = ?",
            one.name(),
            unknownIds,
            one.code());
      } else {
        jdbc.update(
            "insert into application (code, name, unknown_ids) values (?, ?, ?)",
            one.code(),
            one.name(),
            unknownIds);
      }
    }
  }

  private void loadGroups(CatalogFile file) {
    jdbc.update("delete from application_group");
    batch(
        "insert into application_group (code, application_code) values (?, ?)",
        file.groups().stream()
            .flatMap(
                group ->
                    group.applications().stream().map(code -> new Object[] {group.code(), code}))
            .toList());
  }

  private void loadTokens(CatalogFile file) {
    Map<String, TokenNode> tokens = new HashMap<>();
    List<Object[]> applications = new ArrayList<>();
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
        applications.add(new Object[] {token.sha256(), application.code()});
      }
    }
    Set<String> known =
        new HashSet<>(jdbc.queryForList("select sha256 from api_token", String.class));
    jdbc.update("delete from api_token_application");
    jdbc.update("update api_token set revoked = true");
    List<Object[]> changed = new ArrayList<>();
    List<Object[]> added = new ArrayList<>();
    for (TokenNode token : tokens.values()) {
      Object[] row = {
        String.join(",", scopes.get(token.sha256())), token.hint(), token.revoked(), token.sha256()
      };
      (known.contains(token.sha256()) ? changed : added).add(row);
    }
    batch("update api_token set scopes = ?, hint = ?, revoked = ? where sha256 = ?", changed);
    batch("insert into api_token (scopes, hint, revoked, sha256) values (?, ?, ?, ?)", added);
    batch(
        "insert into api_token_application (sha256, application_code) values (?, ?)", applications);
  }

  private void loadTags(CatalogFile file) {
    Map<String, String> known = new HashMap<>();
    jdbc.query(
        "select application_code, name, type from tag",
        row -> {
          known.put(row.getString(1) + " " + row.getString(2), row.getString(3));
        });
    List<Object[]> added = new ArrayList<>();
    List<Object[]> changed = new ArrayList<>();
    for (ApplicationNode application : file.applications()) {
      for (TagNode tag : application.tags()) {
        String type = CatalogFile.text(tag.type());
        String before = known.get(application.code() + " " + tag.name());
        if (before == null) {
          added.add(new Object[] {type, application.code(), tag.name()});
        } else if (!before.equals(type)) {
          changed.add(new Object[] {type, application.code(), tag.name()});
        }
      }
    }
    batch("insert into tag (type, application_code, name) values (?, ?, ?)", added);
    batch("update tag set type = ? where application_code = ? and name = ?", changed);
  }

  private record Listed(String applicationCode, JourneyNode journey, String fingerprint) {}

  private void loadJourneys(CatalogFile file) {
    Map<String, String> known = new HashMap<>();
    jdbc.query(
        "select id, fingerprint from journey",
        row -> {
          known.put(row.getString(1), row.getString(2));
        });
    List<Listed> added = new ArrayList<>();
    List<Listed> changed = new ArrayList<>();
    for (ApplicationNode application : file.applications()) {
      for (JourneyNode journey : application.journeys()) {
        String fingerprint =
            sha256((application.code() + journey).getBytes(StandardCharsets.UTF_8));
        Listed listed = new Listed(application.code(), journey, fingerprint);
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
    batch(
        "insert into journey (application_code, title, state, fingerprint, id) values (?, ?, ?, ?, ?)",
        added.stream().map(CatalogLoader::row).toList());
    batch(
        "update journey set application_code = ?, title = ?, state = ?, fingerprint = ? where id = ?",
        changed.stream().map(CatalogLoader::row).toList());
    batch(
        "delete from entry_point where journey_id = ?",
        changed.stream().map(one -> new Object[] {one.journey().id()}).toList());
    insertEntryPoints(added);
    insertEntryPoints(changed);
    batch(
        "update journey set state = 'archived', fingerprint = '' where id = ? and state <> 'archived'",
        known.entrySet().stream()
            .filter(gone -> !gone.getValue().isEmpty())
            .map(gone -> new Object[] {gone.getKey()})
            .toList());
    LOG.info(
        "Catalogue: {} journeys new, {} changed, {} not in it",
        added.size(),
        changed.size(),
        known.size());
  }

  private static Object[] row(Listed one) {
    JourneyNode journey = one.journey();
    return new Object[] {
      one.applicationCode(),
      journey.title(),
      CatalogFile.text(journey.state()),
      one.fingerprint(),
      journey.id()
    };
  }

  private void insertEntryPoints(List<Listed> listed) {
    List<Object[]> points = new ArrayList<>();
    for (Listed one : listed) {
      String journeyId = one.journey().id();
      for (EntryPointNode point : one.journey().entryPoints()) {
        String reEntry = CatalogFile.text(point.reEntry());
        points.add(
            new Object[] {
              journeyId, point.id(), point.deactivated(), reEntry, names(point.attributes())
            });
      }
    }
    batch(
        "insert into entry_point (journey_id, id, deactivated, re_entry, attributes) values (?, ?, ?, ?, ?)",
        points);
  }

  private static String names(Set<String> attributes) {
    try {
      return JSON.writeValueAsString(attributes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names can be written as JSON", e);
    }
  }

  private void batch(String sql, List<Object[]> rows) {
    for (int from = 0; from < rows.size(); from += BATCH) {
      jdbc.batchUpdate(sql, rows.subList(from, Math.min(rows.size(), from + BATCH)));
    }
  }

  private static String sha256(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
