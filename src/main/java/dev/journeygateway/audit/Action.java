package dev.journeygateway.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be done to the gateway's work beside starting a journey, which has a row of its own. */
public enum Action {
  CATALOG_LOADED,
  DEAD_LETTER_SENT_BACK,
  DEAD_LETTER_DISCARDED,
  REQUEST_CANCELLED,
  JOURNEY_HELD,
  JOURNEY_RELEASED,
  DESTINATION_HELD,
  DESTINATION_RESUMED,
  DELIVERY_RESOLVED,
  WEBHOOK_REPLAYED,
  PERSON_ERASURE_ASKED,
  PERSON_ERASED,
  BACKUP_TAKEN;

  /** As it is stored and answered. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The action of that name, where there is one. */
  public static Optional<Action> of(String text) {
    return Arrays.stream(values()).filter(action -> action.text().equals(text)).findFirst();
  }
}
