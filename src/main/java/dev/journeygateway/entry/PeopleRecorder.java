package dev.journeygateway.entry;

import dev.journeygateway.entry.EntryRecorder.Recorded;
import dev.journeygateway.outbox.AcceptedChunk;

/** Another place than the table {@code entry} that accepted people can go to. */
public interface PeopleRecorder {

  /** Whether the people of this chunk go there. */
  boolean takes(AcceptedChunk chunk);

  /**
   * Records one chunk, once.
   *
   * @throws org.springframework.dao.DataAccessException when nothing was recorded
   */
  Recorded record(AcceptedChunk chunk);
}
