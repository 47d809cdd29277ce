package dev.journeygateway.door.file;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/** Opens the inboxes of a place. */
record InboxOpener(
    FileSettings settings, StartFiles rows, FileTroubles troubles, LongSupplier nanoTime) {

  private static final int LONGEST_NAME = 64;

  /**
   * @param only the journey of all its files, which then lie in the place's top folder
   * @param watched whether this process takes files from it
   */
  Inbox lists(FilePlace place, Duration pollInterval, Optional<String> only, boolean watched) {
    // A server's folder may have held the files of one journey before, with their drawers.
    Set<String> passedOver =
        place.door().equals("folder")
            ? Set.of(InboxLayout.DEVICES)
            : Set.of(InboxLayout.DEVICES, "archive", "failed");
    return open(
        place, new InboxLayout(place.name(), "", only, passedOver, true), pollInterval, watched);
  }

  Inbox devices(FilePlace place, Duration pollInterval, boolean watched) {
    String name =
        place.door().equals("folder")
            ? InboxLayout.DEVICES
            : fit(InboxLayout.DEVICES + " of " + place.name());
    return open(
        place,
        new InboxLayout(name, InboxLayout.DEVICES, Optional.empty(), Set.of(), false),
        pollInterval,
        watched);
  }

  /** The same on every gateway. */
  private static String fit(String name) {
    return name.length() <= LONGEST_NAME
        ? name
        : InboxLayout.DEVICES + " " + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private Inbox open(FilePlace place, InboxLayout layout, Duration poll, boolean watched) {
    if (watched) {
      troubles.watch(layout.name());
    }
    return new Inbox(place, layout, settings, poll, rows, troubles, nanoTime);
  }
}
