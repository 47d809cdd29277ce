package dev.journeygateway.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How far the calls of a request to its destination have come, and when they will be over. */
public interface CallForecast {

  /**
   * The calls of one request.
   *
   * @param total how many it needs
   * @param left those that have not ended
   * @param unknown those of them whose outcome somebody has to decide
   * @param expectedAt when the last that waits is expected to be made
   * @param remoteRequestUuids the names that the destination gave, the first ten
   */
  record Calls(
      long total,
      long left,
      long unknown,
      Optional<Instant> expectedAt,
      List<UUID> remoteRequestUuids) {}

  /** The calls of a request; empty where its people are entries without any. */
  Optional<Calls> of(UUID request);
}
