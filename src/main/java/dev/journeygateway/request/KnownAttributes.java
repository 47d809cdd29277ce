package dev.journeygateway.request;

import dev.journeygateway.journey.EntryPoint;

/** Every attribute that a request gives a value for is configured on its entry point. */
public final class KnownAttributes {

  private KnownAttributes() {}

  /**
   * @param names in the order sent
   * @throws RequestRefusedException with UNKNOWN_ATTRIBUTE, naming the first that is not configured
   */
  public static void require(EntryPoint entryPoint, Iterable<String> names) {
    if (entryPoint.anyAttributes()) {
      return;
    }
    for (String name : names) {
      if (!entryPoint.attributes().contains(name)) {
        throw Refusal.of(Reason.UNKNOWN_ATTRIBUTE, "unknown attribute: " + name, "attribute", name)
            .asException();
      }
    }
  }
}
