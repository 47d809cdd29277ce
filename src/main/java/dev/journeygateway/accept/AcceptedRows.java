package dev.journeygateway.accept;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How a database takes a group of requests: each with its permit, its row, its key and its
 * messages.
 */
interface AcceptedRows {
  /**
   * Takes in one commit all that may have their slots.
   *
   * @param group each of another slot where there is a limit
   * @return when each was accepted, by the database's clock; who is not among them has no slot
   * @throws org.springframework.dao.DataIntegrityViolationException for the sake of one of them:
   *     its key is there already
   * @throws org.springframework.dao.DataAccessException when nothing was taken, or it is not known
   */
  Map<UUID, Instant> take(List<Candidate> group);
}
