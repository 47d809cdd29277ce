package dev.journeygateway.accept;

import dev.journeygateway.audience.Audience;
import dev.journeygateway.audience.AudienceSelection;
import dev.journeygateway.audience.ClauseCount;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.journey.Journey;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the people that a request would enter, for {@code dry_run}; writes nothing. */
public final class AudienceCount {

  private final AudienceSelection selection;
  private final DeviceOwners owners;

  public AudienceCount(AudienceSelection selection, DeviceOwners owners) {
    this.selection = selection;
    this.owners = owners;
  }

  /**
   * What a dry run answers; requested is users + duplicate + unknown.
   *
   * @param users people who would enter
   * @param devices devices known of them, whichever of them were named
   * @param known ids that some device has; where unknown ids enter, they count among the users all
   *     the same
   * @param clauses of a filter, each by itself; empty otherwise
   */
  public record Counted(
      long requested,
      long users,
      long devices,
      long duplicate,
      long unknown,
      long known,
      List<ClauseCount> clauses) {}

  /** Counts the devices that a filter selects at this moment, in all and condition by condition. */
  public Counted ofFilter(CheckedFilter filter) {
    Instant now = selection.now();
    Audience audience = selection.count(filter, now);
    return new Counted(
        audience.devices(),
        audience.users(),
        audience.devices(),
        audience.devices() - audience.users(),
        0,
        audience.devices(),
        selection.countClauses(filter, now));
  }

  /** Counts a list of user ids. */
  public Counted ofUsers(List<String> ids, Journey journey) {
    return ofList(ids, owners.ofUsers(Set.copyOf(ids), journey.applicationCode()), journey);
  }

  /** Counts a list of hwids; each counts for the user it belongs to. */
  public Counted ofHwids(List<String> ids, Journey journey) {
    List<String> folded = ids.stream().map(DeviceOwners::fold).toList();
    return ofList(folded, owners.ofHwids(Set.copyOf(folded), journey.applicationCode()), journey);
  }

  private Counted ofList(List<String> ids, Map<String, String> owner, Journey journey) {
    Set<String> users = new HashSet<>();
    long duplicate = 0;
    long unknown = 0;
    long known = 0;
    for (String id : ids) {
      known += owner.containsKey(id) ? 1 : 0;
      String user = journey.skipUnknownIds() ? owner.get(id) : owner.getOrDefault(id, id);
      if (user == null) {
        unknown++;
      } else if (!users.add(user)) {
        duplicate++;
      }
    }
    long devices = users.isEmpty() ? 0 : owners.devices(users, journey.applicationCode());
    return new Counted(ids.size(), users.size(), devices, duplicate, unknown, known, List.of());
  }
}
