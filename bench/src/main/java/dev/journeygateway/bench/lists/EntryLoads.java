package dev.journeygateway.bench.lists;

import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Times;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.entry.EntryRecorder;
import dev.journeygateway.entry.RecordedChunks;
import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.outbox.AcceptedChunk;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What writes so many rows of entries: the worker, or JDBC batches. */
final class EntryLoads {

  private static final int CHUNK = 1_000;
  static final String JOURNEY = DemoCatalogue.journeyId(0);
  private static final String ATTRIBUTES =
      "{\"promo_code\":\"PROMO1\",\"tier\":\"gold\",\"city\":\"London\",\"language\":\"en\"}";
  private static final String INSERT =
      "insert into entry (request_uuid, journey_id, entry_point_id, user_id, attribute_values, entered_at)"
          + " values (?, ?, ?, ?, ?, ?)";

  private final int rows;

  /**
   * @param rows of each measurement
   */
  EntryLoads(int rows) {
    this.rows = rows;
  }

  interface Load {
    void run(UUID request) throws Exception;

    /** Puts the tables into the shape that is measured; they are empty. */
    default void shape(JdbcTemplate jdbc) {}

    /** Puts them back. */
    default void restore(JdbcTemplate jdbc) {}
  }

  /**
   * The worker on a table whose index does not lead with the person, so that nobody could be looked
   * up by it: what that order costs. PostgreSQL alone changes an index in place.
   */
  static final class OtherIndex implements Load {
    private final Load load;

    OtherIndex(Load load) {
      this.load = load;
    }

    @Override
    public void run(UUID request) throws Exception {
      load.run(request);
    }

    @Override
    public void shape(JdbcTemplate jdbc) {
      key(jdbc, "journey_id, user_id, request_uuid");
    }

    @Override
    public void restore(JdbcTemplate jdbc) {
      key(jdbc, "user_id, journey_id, request_uuid");
    }
  }

  private static void key(JdbcTemplate jdbc, String columns) {
    jdbc.execute("alter table entry drop constraint entry_pkey");
    jdbc.execute("alter table entry add primary key (%s)".formatted(columns));
  }

  /** The worker's own code with so many consumers, from the text of its messages. */
  Load worker(Database database, int consumers) {
    EntryRecorder recorder = recorder(database);
    return request -> {
      List<String> messages = messages(request);
      sideBySide(consumers, chunk -> record(recorder, messages, chunk));
    };
  }

  /** What one measurement wrote is not another's to copy into the file, or to write back. */
  static void empty(Database database) {
    JdbcTemplate jdbc = database.writing();
    if (database.embedded()) {
      jdbc.execute("delete from entry");
      jdbc.execute("delete from chunk");
      jdbc.execute("pragma wal_checkpoint(truncate)");
    } else {
      jdbc.execute("truncate entry, chunk");
      jdbc.execute("checkpoint");
    }
  }

  /** The time as the database's driver takes it. */
  static Object now(Database database) {
    return database.embedded() ? Times.text(Instant.now()) : OffsetDateTime.now(ZoneOffset.UTC);
  }

  private static EntryRecorder recorder(Database database) {
    Journey journey =
        new Journey(
            JOURNEY,
            DemoCatalogue.APPLICATION,
            false,
            Journey.State.RUNNING,
            List.of(new EntryPoint(JOURNEY, false, false, Set.of())));
    return new EntryRecorder(
        new JourneyCatalog(id -> Optional.of(journey)),
        new DeviceOwners(database),
        new RecordedChunks(database),
        database);
  }

  private List<String> messages(UUID request) {
    List<String> messages = new ArrayList<>();
    for (int chunk = 0; chunk < rows / CHUNK; chunk++) {
      StringBuilder text = new StringBuilder();
      text.append("{\"request_uuid\":\"").append(request).append("\",\"journey_id\":\"");
      text.append(JOURNEY).append("\",\"entry_point_id\":\"").append(JOURNEY);
      text.append("\",\"application_code\":\"").append(DemoCatalogue.APPLICATION);
      text.append("\",\"accepted_at\":\"2026-01-01T00:00:00Z\",\"entries\":[");
      for (int i = 0; i < CHUNK; i++) {
        text.append(i == 0 ? "" : ",").append("{\"user_id\":\"").append(user(chunk * CHUNK + i));
        text.append("\",\"attribute_values\":").append(ATTRIBUTES).append('}');
      }
      messages.add(text.append("],\"attribute_values\":{}}").toString());
    }
    return messages;
  }

  private static String user(int number) {
    return String.format("user-%09d", number);
  }

  private static void record(EntryRecorder recorder, List<String> messages, int chunk) {
    boolean last = chunk + 1 == messages.size();
    recorder.record(
        AcceptedChunk.read(messages.get(chunk), chunk + 1, last ? messages.size() : null));
  }

  private interface ChunkWork {
    void run(int chunk) throws Exception;
  }

  private void sideBySide(int count, ChunkWork work) throws Exception {
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        running.add(
            threads.submit(
                () -> {
                  for (int chunk = next.getAndIncrement();
                      chunk < rows / CHUNK;
                      chunk = next.getAndIncrement()) {
                    work.run(chunk);
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  void batches(DataSource pool, UUID request, Object now) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      for (int chunk = 0; chunk < rows / CHUNK; chunk++) {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
          for (int i = 0; i < CHUNK; i++) {
            statement.setObject(1, request);
            statement.setString(2, JOURNEY);
            statement.setString(3, JOURNEY);
            statement.setString(4, user(chunk * CHUNK + i));
            statement.setString(5, ATTRIBUTES);
            statement.setObject(6, now);
            statement.addBatch();
          }
          statement.executeBatch();
        }
        connection.commit();
      }
      connection.setAutoCommit(true);
    }
  }
}
