package dev.journeygateway.overview;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.journeygateway.access.Caller;
import dev.journeygateway.broker.QueueDepth;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Row;
import dev.journeygateway.limit.Slot;
import dev.journeygateway.limit.SlotPeriods;
import dev.journeygateway.status.OverviewPart;
import dev.journeygateway.status.StartRequestStatus;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.State;
import dev.journeygateway.status.Statuses;
import dev.journeygateway.status.TrackedRequest;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody on call looks at first, in one answer. */
final class Overview {

  /** Counting ends here: more is answered as so many. */
  static final int MOST = 100_000;

  private static final List<String> QUEUES =
      List.of(
          "journey.start.requests.in",
          "journey.start.accepted",
          "journey.start.refused",
          "journey.start.dead");
  private static final Duration RECENT = Duration.ofDays(1);
  private static final int LONGEST_LINES = 5;
  private static final int UNDER_WAY = 5;

  private final Database database;
  private final StartRequests requests;
  private final Statuses statuses;
  private final Journeys journeys;
  private final QueueDepth queues;
  private final Parts parts;
  private final List<OverviewPart> more;
  private final SlotPeriods periods;
  private final Clock clock;

  Overview(
      Database database,
      StartRequests requests,
      Statuses statuses,
      Journeys journeys,
      QueueDepth queues,
      Parts parts,
      List<OverviewPart> more,
      SlotPeriods periods,
      Clock clock) {
    this.database = database;
    this.requests = requests;
    this.statuses = statuses;
    this.journeys = journeys;
    this.queues = queues;
    this.parts = parts;
    this.more = more;
    this.periods = periods;
    this.clock = clock;
  }

  /**
   * What a caller sees; equal as long as nothing happens, so that an ETag spares its sending.
   *
   * @param more what other parts of the gateway say, by their names
   */
  record Shown(
      List<Parts.Part> parts,
      Map<String, Long> requests,
      List<UnderWay> underWay,
      Lines lines,
      Messages outbox,
      List<Queue> queues,
      long deadLetters,
      @JsonAnyGetter Map<String, Object> more) {}

  /** A request that is under way, with the title of its journey. */
  record UnderWay(@JsonUnwrapped StartRequestStatus status, Optional<String> journeyTitle) {}

  /**
   * The lines at entry points.
   *
   * @param lines how many there are
   * @param waiting requests in all of them
   * @param longest the longest of them
   */
  record Lines(long lines, long waiting, List<Line> longest) {}

  /**
   * Requests that wait for one slot.
   *
   * @param nextSlotAt there while the slot is taken
   */
  record Line(
      String journeyId,
      String journeyTitle,
      String entryPointId,
      long waiting,
      Optional<Instant> nextSlotAt) {}

  /** Messages that wait for the broker. */
  record Messages(long messages, Optional<Instant> oldestAt) {}

  /** A queue of the embedded broker. */
  record Queue(String queue, long messages) {}

  Shown shown(Caller caller) {
    Map<String, Object> others = new LinkedHashMap<>();
    more.forEach(part -> others.put(part.name(), part.shown(caller)));
    return new Shown(
        parts.find(),
        states(caller),
        underWay(caller),
        lines(caller),
        outbox(),
        depths(),
        deadLetters(caller),
        others);
  }

  /** How many are in each state: of those that are over in the last day, of the others all. */
  private Map<String, Long> states(Caller caller) {
    Map<String, Long> states = new LinkedHashMap<>();
    database
        .ask("count-start-requests-by-state")
        .with("since", StartRequests.smallest(clock.instant().minus(RECENT)))
        .with("applications", caller.applications())
        .with("most", MOST)
        .each(row -> states.put(row.text("state"), row.number("requests")));
    return states;
  }

  private List<UnderWay> underWay(Caller caller) {
    List<TrackedRequest> found = new ArrayList<>();
    for (State state :
        List.of(State.PROCESSING, State.DELIVERING, State.HELD, State.ACCEPTED, State.SCHEDULED)) {
      found.addAll(requests.list(caller.applications(), in(state), UNDER_WAY));
    }
    Map<String, String> titles =
        journeys.titles(found.stream().map(TrackedRequest::journeyId).collect(Collectors.toSet()));
    return found.stream()
        .map(
            request ->
                new UnderWay(
                    statuses.of(request), Optional.ofNullable(titles.get(request.journeyId()))))
        .toList();
  }

  private static StartRequests.Narrowed in(State state) {
    return new StartRequests.Narrowed(
        Optional.empty(), Optional.of(state), Optional.empty(), Optional.empty());
  }

  private Lines lines(Caller caller) {
    record Counted(long lines, long total, Line line) {}
    List<Counted> found =
        database
            .ask("list-lines")
            .with("applications", caller.applications())
            .with("limit", LONGEST_LINES)
            .list(row -> new Counted(row.number("lines"), row.number("total"), line(row)));
    return new Lines(
        found.stream().findFirst().map(Counted::lines).orElse(0L),
        found.stream().findFirst().map(Counted::total).orElse(0L),
        found.stream().map(Counted::line).toList());
  }

  private Line line(Row row) throws SQLException {
    Instant now = row.instant("now");
    Slot slot = new Slot(row.text("journey_id"), row.text("entry_point_id"));
    return new Line(
        row.text("journey_id"),
        row.text("title"),
        row.text("entry_point_id"),
        row.number("waiting"),
        Optional.ofNullable(row.instant("granted_at"))
            .map(granted -> granted.plus(periods.of(slot)))
            .filter(next -> next.isAfter(now)));
  }

  private Messages outbox() {
    return new Messages(
        database.ask("count-outbox").with("most", MOST).number(),
        database.ask("find-oldest-of-outbox").list(row -> row.uuid("request_uuid")).stream()
            .filter(Objects::nonNull)
            .map(uuid -> Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16))
            .min(Comparator.naturalOrder()));
  }

  /** Nothing where the broker is outside: its own console tells. */
  private List<Queue> depths() {
    List<Queue> depths = new ArrayList<>();
    for (String queue : QUEUES) {
      queues.of(queue).ifPresent(depth -> depths.add(new Queue(queue, depth)));
    }
    return depths;
  }

  private long deadLetters(Caller caller) {
    Set<String> all = new HashSet<>(database.ask("find-application-codes").texts());
    return database
        .ask("count-dead-letters")
        .with("applications", caller.applications())
        .with("everything", caller.applications().containsAll(all))
        .with("most", MOST)
        .number();
  }
}
