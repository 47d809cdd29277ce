package dev.journeygateway.outbox;

import java.util.List;

/** The queue of accepted requests; what it has taken survives the process and a power cut. */
public interface AcceptedQueue {
  /**
   * Puts all messages on the queue, or none.
   *
   * @throws RuntimeException when it is not certain that they are there
   */
  void put(List<AcceptedMessage> messages);
}
