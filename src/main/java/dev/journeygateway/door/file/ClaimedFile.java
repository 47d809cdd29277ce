package dev.journeygateway.door.file;

import dev.journeygateway.database.Row;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListName;
import dev.journeygateway.text.PrintableName;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that was taken out of its inbox, under the name of the request it is.
 *
 * @param door folder or sftp
 * @param place the inbox it came from, by its name
 * @param journeyId the folder it lay in: a journey's or, for devices, an application's
 * @param name as its sender called it
 * @param attributes the name of the attributes file that lay beside it
 * @param traceparent what the trace goes on from of one that was handed over
 */
record ClaimedFile(
    UUID requestUuid,
    String door,
    String place,
    String journeyId,
    String name,
    Optional<String> attributes,
    Optional<String> traceparent) {

  ClaimedFile(UUID requestUuid, String door, String place, String journeyId, String name) {
    this(requestUuid, door, place, journeyId, name, Optional.empty(), Optional.empty());
  }

  /** A file as its row names it. */
  static ClaimedFile of(Row row) throws SQLException {
    return new ClaimedFile(
        row.uuid("request_uuid"),
        row.text("door"),
        row.text("place"),
        row.text("journey_id"),
        row.text("name"),
        Optional.ofNullable(row.text("attributes")),
        Optional.ofNullable(row.text("traceparent")));
  }

  /** What its name says it is. */
  public InboxName inboxName() {
    return InboxName.of(name);
  }

  /** Its name while it is worked on and when it is filed away. */
  public String uniqueName() {
    return inboxName() instanceof ListName known
        ? known.archived(requestUuid.toString())
        : InboxName.archived(name, requestUuid.toString());
  }

  public String resultName() {
    return inboxName() instanceof ListName known
        ? known.result(requestUuid.toString())
        : ListName.fit(requestUuid + "-", PrintableName.of(name), ".result.json");
  }

  public String rejectsName() {
    return inboxName() instanceof ListName known
        ? known.rejects(requestUuid.toString())
        : requestUuid + ".rejects.csv";
  }

  /** The name of the attributes file that came with it, for as long as it is worked on. */
  public String attributesName() {
    return requestUuid + ".attributes.json";
  }

  /**
   * The day it is filed under: the one on which it was claimed, as its UUIDv7 tells, so that it is
   * the same at every try.
   */
  public LocalDate day() {
    return LocalDate.ofInstant(
        Instant.ofEpochMilli(requestUuid.getMostSignificantBits() >>> 16), ZoneOffset.UTC);
  }
}
