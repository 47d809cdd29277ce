package dev.journeygateway.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.access.Caller;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Who changed what: written in the transaction that changes it, so that neither is ever there
 * without the other.
 */
public final class Audit {

  /** In place of a token's hint, for what the gateway does by itself. */
  public static final String GATEWAY = "gateway";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Long>> NUMBERS = new TypeReference<>() {};
  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final UUID LAST = new UUID(-1, -1);

  private final Database database;

  public Audit(Database database) {
    this.database = database;
  }

  /** What an action hit: a kind as {@code start_request}, and which one; never a person's id. */
  public record Target(String kind, String name) {
    public static Target of(String kind, Object name) {
      return new Target(kind, name.toString());
    }
  }

  /**
   * Writes one action in the transaction under way.
   *
   * @param tokenHint {@link Caller#hint()}, or {@link #GATEWAY}
   * @param applicationCode whose it is; null where it concerns every application
   * @param counts how many of what it changed, by a name in snake case; may be empty
   */
  public void write(
      String tokenHint,
      String applicationCode,
      Action action,
      Target target,
      Map<String, ? extends Number> counts) {
    database
        .write("insert-audit")
        .with("id", IDS.generate())
        .with("token_hint", tokenHint)
        .with("application_code", applicationCode)
        .with("action", action.text())
        .with("target_kind", target.kind())
        .with("target", target.name())
        .with("counts", text(counts))
        .update();
  }

  /**
   * The newest actions first, at most {@code limit}, of the caller's applications. What concerns
   * every application is shown to a caller who administers them all.
   *
   * @param after the last id of the page before
   */
  public List<Audited> list(
      Caller caller, Optional<Action> action, Optional<UUID> after, int limit) {
    return database
        .ask("list-audit")
        .with("applications", caller.applications())
        .with("everything", seesEverything(caller))
        .with("any_action", action.isEmpty())
        .with("action", action.map(Action::text).orElse(""))
        .with("after", after.orElse(LAST))
        .with("limit", limit)
        .list(Audit::audited);
  }

  private boolean seesEverything(Caller caller) {
    return caller
        .applications()
        .containsAll(new HashSet<>(database.ask("find-application-codes").texts()));
  }

  private static Audited audited(Row row) throws SQLException {
    try {
      return new Audited(
          row.uuid("id"),
          row.instant("at"),
          row.text("token_hint"),
          Optional.ofNullable(row.text("application_code")),
          row.text("action"),
          row.text("target_kind"),
          row.text("target"),
          JSON.readValue(row.text("counts"), NUMBERS));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written as JSON can be read again", e);
    }
  }

  private static String text(Map<String, ? extends Number> counts) {
    try {
      return JSON.writeValueAsString(counts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers can be written as JSON", e);
    }
  }
}
