package dev.journeygateway.request;

import dev.journeygateway.limit.Slot;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A request that passed every check, under the name it keeps from here on.
 *
 * @param requestUuid a UUIDv7, so that rows and logs sort by time
 * @param door how it came: http, folder, sftp or queue
 * @param attributeValues for everybody in it
 * @param key what makes asking twice safe; empty where the caller sent nothing of the kind
 * @param traceparent what its further steps go on from; empty where it is in no trace
 */
public record AcceptedRequest(
    UUID requestUuid,
    String door,
    Slot slot,
    String applicationCode,
    Selector selector,
    Map<String, String> attributeValues,
    Instant acceptedAt,
    Optional<IdempotencyKey> key,
    Optional<String> traceparent) {

  /** How many ids it names; 0 for a filter, whose devices are counted when it is resolved. */
  public long requested() {
    if (selector instanceof Selector.Listed listed) {
      return listed.rows() + listed.rejected();
    }
    if (selector instanceof Selector.Users users) {
      return users.ids().size();
    }
    return selector instanceof Selector.Hwids hwids ? hwids.ids().size() : 0;
  }

  /** The same request with the time at which the database accepted it. */
  public AcceptedRequest at(Instant databaseTime) {
    return new AcceptedRequest(
        requestUuid,
        door,
        slot,
        applicationCode,
        selector,
        attributeValues,
        databaseTime,
        key,
        traceparent);
  }

  /** Rows of a list that are left out. */
  public long rejected() {
    return selector instanceof Selector.Listed listed ? listed.rejected() : 0;
  }
}
