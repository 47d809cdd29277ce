package dev.journeygateway.request;

import java.time.Duration;
import java.util.List;

/** Where accepted requests go; what it has taken survives the process and the machine's restart. */
public interface AcceptedQueue {

  /**
   * Puts all chunks on the queue, or none.
   *
   * @throws RuntimeException when it is not certain that they are there
   */
  void put(List<AcceptedMessages.Chunk> chunks);

  /**
   * How long a sender waits for {@link #put} before it gives up; what it put may still arrive then.
   */
  Duration patience();
}
