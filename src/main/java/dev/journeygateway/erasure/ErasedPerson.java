package dev.journeygateway.erasure;

import dev.journeygateway.device.DeviceOwners;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who is erased, under all names by which the gateway knows them.
 *
 * @param hwids those of their devices and, as it may be one, the id itself; in lower case
 */
record ErasedPerson(String applicationCode, String id, List<String> hwids) {

  static ErasedPerson of(String applicationCode, String id, Collection<String> hwidsOfDevices) {
    Set<String> hwids = new LinkedHashSet<>(hwidsOfDevices);
    hwids.add(DeviceOwners.fold(id));
    return new ErasedPerson(applicationCode, id, List.copyOf(hwids));
  }

  /** User ids of entries: a device that nobody knew entered as its hwid. */
  Set<String> userIds() {
    Set<String> ids = new LinkedHashSet<>();
    ids.add(id);
    ids.addAll(hwids);
    return ids;
  }

  /** Ids as they may have been written; hwids in the two usual spellings. */
  Set<String> written() {
    Set<String> ids = userIds();
    hwids.forEach(hwid -> ids.add(hwid.toUpperCase(Locale.ROOT)));
    return ids;
  }
}
