package dev.journeygateway.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what happens in this process, minute by minute, and adds it to the table {@code activity}
 * with one statement every ten seconds. A process that is killed loses what it has counted since.
 */
public final class ActivityCounts implements AutoCloseable {

  /** Minutes are kept for a week. */
  static final Duration MINUTES_KEPT = Duration.ofDays(7);

  /** Hours are kept for ninety days. */
  static final Duration HOURS_KEPT = Duration.ofDays(90);

  /**
   * Refusals of one minute are told apart by journey up to so many; further ones name none. Callers
   * decide how many journeys are refused, and each would be a row a minute.
   */
  private static final int JOURNEYS_A_MINUTE = 25;

  /** While the database is away no more than this is remembered. */
  private static final int MOST_REMEMBERED = 100_000;

  private static final long MINUTE_MILLIS = 60_000;
  private static final int FORGOTTEN_AT_A_TIME = 100;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final Clock clock;
  private final Map<Key, AtomicLong> counts = new ConcurrentHashMap<>();

  ActivityCounts(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What is counted together. */
  private record Key(
      long minute, String application, String door, String kind, String reason, String journey) {}

  /** A request was accepted. */
  public void accepted(String application, String door) {
    add(application, door, "accepted", "", "", 1);
  }

  /** A request got the answer that its key had got before. */
  public void replayed(String application, String door) {
    add(application, door, "replayed", "", "", 1);
  }

  /**
   * A request was refused.
   *
   * @param application empty where it is not known whose it is
   * @param journey empty where none is known, or where it belongs to another application
   */
  public void refused(String application, String door, String reason, String journey) {
    add(application, door, "refused", reason, journey, 1);
  }

  /** People entered. */
  public void entered(String application, String door, long people) {
    add(application, door, "entered", "", "", people);
  }

  /** People were taken by a destination. */
  public void delivered(String application, String door, long people) {
    add(application, door, "delivered", "", "", people);
  }

  private void add(
      String application, String door, String kind, String reason, String journey, long happened) {
    if (happened == 0) {
      return;
    }
    long minute = clock.millis() / MINUTE_MILLIS;
    Key key = new Key(minute, application, door, kind, reason, journey);
    AtomicLong count = counts.get(key);
    if (count == null) {
      if (counts.size() >= MOST_REMEMBERED) {
        return;
      }
      Key counted =
          journey.isEmpty() || journeys(minute) < JOURNEYS_A_MINUTE
              ? key
              : new Key(minute, application, door, kind, reason, "");
      count = counts.computeIfAbsent(counted, any -> new AtomicLong());
    }
    count.addAndGet(happened);
  }

  private long journeys(long minute) {
    return counts.keySet().stream()
        .filter(key -> key.minute() == minute && !key.journey().isEmpty())
        .count();
  }

  /**
   * Adds what was counted to the table. What cannot be written is kept for the next time.
   *
   * @throws org.springframework.dao.DataAccessException while the database is away
   */
  public void write() {
    Map<Key, Long> taken = new LinkedHashMap<>();
    counts.forEach(
        (key, count) -> {
          long happened = count.getAndSet(0);
          if (happened > 0) {
            taken.put(key, happened);
          }
        });
    if (!taken.isEmpty()) {
      try {
        database.write("add-activity").with("counts", json(rows(taken))).update();
      } catch (RuntimeException e) {
        taken.forEach(
            (key, happened) ->
                counts.computeIfAbsent(key, any -> new AtomicLong()).addAndGet(happened));
        throw e;
      }
    }
    // Of the minute before somebody may still be counting.
    long old = clock.millis() / MINUTE_MILLIS - 1;
    counts.entrySet().removeIf(one -> one.getKey().minute() < old && one.getValue().get() == 0);
  }

  private record Row(
      String step,
      String at,
      String application_code,
      String door,
      String kind,
      String reason,
      String journey_id) {}

  private static List<Map<String, Object>> rows(Map<Key, Long> taken) {
    Map<Row, Long> rows = new LinkedHashMap<>();
    taken.forEach(
        (key, happened) -> {
          Instant minute = Instant.ofEpochSecond(key.minute() * 60);
          rows.merge(row("minute", minute, key, key.journey()), happened, Long::sum);
          rows.merge(
              row("hour", minute.truncatedTo(ChronoUnit.HOURS), key, ""), happened, Long::sum);
        });
    return rows.entrySet().stream()
        .map(
            row -> {
              Map<String, Object> map =
                  new LinkedHashMap<>(JSON.convertValue(row.getKey(), Map.class));
              map.put("happened", row.getValue());
              return map;
            })
        .toList();
  }

  private static Row row(String step, Instant at, Key key, String journey) {
    return new Row(
        step, Times.text(at), key.application(), key.door(), key.kind(), key.reason(), journey);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers can be written as JSON", e);
    }
  }

  /** Deletes what is past keeping. */
  public void forget() {
    Instant now = clock.instant();
    forget("minute", now.minus(MINUTES_KEPT));
    forget("hour", now.minus(HOURS_KEPT));
  }

  private void forget(String step, Instant before) {
    for (int i = 0; i < FORGOTTEN_AT_A_TIME; i++) {
      if (database.write("forget-activity").with("step", step).with("before", before).update()
          == 0) {
        return;
      }
    }
  }

  /** Writes what is left when the process ends. */
  @Override
  public void close() {
    write();
  }
}
