package dev.journeygateway.request;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How a database grants permits and inserts the rows and keys of who got one. */
public interface Taking {

  /**
   * Takes for all that may have their slots, in one commit.
   *
   * @param group each of another slot where there is a limit
   * @return when each was accepted, by the database's clock; who is not among them was refused by
   *     rate
   * @throws org.springframework.dao.DataIntegrityViolationException for the sake of one of them:
   *     its key is there already, or another replica asks for its slot for the first time in the
   *     same moment
   * @throws org.springframework.dao.DataAccessException when nothing was taken
   */
  Map<UUID, Instant> take(List<AcceptedRequest> group);
}
