package dev.journeygateway.cancel;

import java.util.UUID;

/**
 * Something of a request, beyond the people who are recorded, that can still be kept from
 * happening.
 */
public interface CancelledPart {

  /**
   * Cancels what has not begun, in the transaction under way, which holds the lock of the request's
   * row.
   *
   * @return how many people that counted as entered do not enter now
   */
  long cancel(UUID requestUuid);
}
