package dev.journeygateway.status;

import dev.journeygateway.access.Caller;

/** A part of the gateway that has a say in {@code GET /api/overview}; a bean of this type is. */
public interface OverviewPart {

  /** The name of its field. */
  String name();

  /**
   * What it shows to a caller: a record, or a list of them. It is asked for every two seconds by
   * each page that is open, and changes only when there is something new.
   */
  Object shown(Caller caller);
}
