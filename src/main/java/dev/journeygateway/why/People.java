package dev.journeygateway.why;

import dev.journeygateway.access.Caller;
import dev.journeygateway.audience.PersonDevices;
import dev.journeygateway.database.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tells why a person is in, or not. */
final class People {

  private final List<Traces> traces;
  private final OpenRequests open;
  private final Standings standings;
  private final Database database;

  People(List<Traces> traces, OpenRequests open, Standings standings, Database database) {
    this.traces = List.copyOf(traces);
    this.open = open;
    this.standings = standings;
    this.database = database;
  }

  /**
   * The answer.
   *
   * @param requests those that named the person, the newest first
   * @param more whether there are more of them than were asked for
   * @param stillOpen requests under way whose people are not all recorded yet, the newest first
   * @param moreOpen whether there are more of those
   * @param now what keeps the person out of the journey that was asked about
   */
  record Answer(
      String id,
      List<Naming> requests,
      boolean more,
      List<OpenRequests.Open> stillOpen,
      boolean moreOpen,
      Optional<Standing> now) {}

  Answer find(Caller caller, String id, Optional<String> journeyId, int limit) {
    PersonQuestion question =
        new PersonQuestion(
            id,
            caller.applications(),
            journeyId,
            PersonDevices.of(id, caller.applications(), database),
            limit + 1);
    List<Naming> found = new ArrayList<>();
    traces.forEach(place -> found.addAll(place.of(question)));
    List<OpenRequests.Open> stillOpen = open.list(question);
    found.addAll(open.naming(question, stillOpen));
    found.addAll(open.dead(question));
    found.sort(
        Comparator.comparing((Naming naming) -> naming.request().requestUuid().toString())
            .reversed());
    return new Answer(
        id,
        found.stream().limit(limit).toList(),
        found.size() > limit,
        stillOpen.stream().limit(limit).toList(),
        stillOpen.size() > limit,
        standings.of(question));
  }
}
