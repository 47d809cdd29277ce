package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Requests that were handed over for good, to the broker or to a folder, and whose names nobody
 * told us: they count as accepted, and their names are looked up behind the run.
 */
final class Handed {

  private final RequestLog log;
  private final Map<Long, String> firstIds = new ConcurrentHashMap<>();

  Handed(RequestLog log) {
    this.log = log;
  }

  /** Notes one before it is handed over. */
  void hand(long number, String journey, List<String> ids) {
    log.sending(number, 0, journey, null, ids);
    firstIds.put(number, ids.get(0));
  }

  int count() {
    return firstIds.size();
  }

  /** Notes the names; one whose id is nowhere gets a name that nobody has, and so is lost. */
  void settle(Storage storage) {
    Map<String, String> names = new HashMap<>();
    try (Connection database = storage.open();
        Statement statement = database.createStatement();
        ResultSet r =
            statement.executeQuery(
                "select user_id, request_uuid from entry union all select submitted_id,"
                    + " request_uuid from outcome")) {
      while (r.next()) {
        names.put(r.getString(1), r.getString(2));
      }
    } catch (SQLException e) {
      throw new RigFailure("the names cannot be looked up", e);
    }
    firstIds.entrySet().parallelStream()
        .forEach(
            one ->
                log.answered(
                    one.getKey(),
                    0,
                    new Answer(
                        Kind.ACCEPTED,
                        200,
                        names.getOrDefault(one.getValue(), "none-" + one.getKey()),
                        -1)));
  }
}
