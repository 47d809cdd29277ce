package dev.journeygateway.erasure;

import java.util.List;
import java.util.Map;

/**
 * A place where people are kept. Each bean of this type is swept; a new place is a new bean.
 * Sweeping twice changes nothing.
 */
interface ErasedPlace {

  /**
   * What a sweep came to.
   *
   * @param erased rows by the name of the place
   * @param notReached what it could not look into
   * @param toAsk what is to be asked of others
   * @param waits whether it has to come again before all is done
   */
  record Swept(
      Map<String, Long> erased, List<String> notReached, List<String> toAsk, boolean waits) {

    static Swept of(Map<String, Long> erased) {
      return new Swept(erased, List.of(), List.of(), false);
    }
  }

  Swept sweep(ErasedPerson person);
}
