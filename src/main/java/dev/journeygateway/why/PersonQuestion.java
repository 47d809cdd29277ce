package dev.journeygateway.why;

import dev.journeygateway.audience.PersonDevices;
import dev.journeygateway.device.DeviceOwners;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked about a person, with the names under which the person may be recorded.
 *
 * @param id a user's or a device's, as it was written
 * @param applications whose requests may be told
 * @param journeyId the one journey that is asked about; empty for all
 * @param devices those of the user, or the one of that hwid
 * @param limit how many of the newest
 */
record PersonQuestion(
    String id,
    Collection<String> applications,
    Optional<String> journeyId,
    PersonDevices devices,
    int limit) {

  /** User ids of entries: an unknown device's is its hwid in lower case, a known one's its user. */
  public Set<String> userIds() {
    Set<String> ids = new LinkedHashSet<>();
    ids.add(id);
    ids.add(DeviceOwners.fold(id));
    devices.all().forEach(device -> ids.add(device.userId()));
    return ids;
  }

  /** Ids as they may have been submitted: of hwids any case is taken, these are the usual ones. */
  public Set<String> submittedIds() {
    Set<String> ids = new LinkedHashSet<>();
    ids.add(id);
    ids.add(DeviceOwners.fold(id));
    ids.add(id.toUpperCase(Locale.ROOT));
    devices.all().stream()
        .filter(device -> device.userId().equals(id))
        .forEach(
            device -> {
              ids.add(device.hwid());
              ids.add(device.hwid().toUpperCase(Locale.ROOT));
            });
    return ids;
  }
}
