package dev.journeygateway.request;

import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.Permits;
import dev.journeygateway.tracking.StartRequests;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** One transaction of a few statements, for any database. */
public final class TakingByTransaction implements Taking {

  private final LimitSettings limit;
  private final Permits permits;
  private final StartRequests startRequests;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  public TakingByTransaction(
      LimitSettings limit,
      Permits permits,
      StartRequests startRequests,
      JdbcTemplate jdbc,
      TransactionTemplate transaction) {
    this.limit = limit;
    this.permits = permits;
    this.startRequests = startRequests;
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public Map<UUID, Instant> take(List<AcceptedRequest> group) {
    return transaction.execute(
        status -> {
          Instant now =
              jdbc.queryForObject("select current_timestamp", OffsetDateTime.class).toInstant();
          List<AcceptedRequest> accepted = limit.on() ? granted(group) : group;
          startRequests.insert(accepted.stream().map(request -> request.row(now)).toList());
          return accepted.stream()
              .collect(Collectors.toMap(AcceptedRequest::requestUuid, request -> now));
        });
  }

  private List<AcceptedRequest> granted(List<AcceptedRequest> group) {
    // Every replica takes row locks in the same order, so two groups cannot wait for each other.
    List<AcceptedRequest> ordered =
        group.stream().sorted(Comparator.comparing(AcceptedRequest::slot)).toList();
    boolean[] granted =
        permits.grant(
            ordered.stream()
                .map(request -> new Permits.Asked(request.slot(), request.requestUuid()))
                .toList());
    List<AcceptedRequest> accepted = new ArrayList<>(granted.length);
    for (int i = 0; i < granted.length; i++) {
      if (granted[i]) {
        accepted.add(ordered.get(i));
      }
    }
    return accepted;
  }
}
