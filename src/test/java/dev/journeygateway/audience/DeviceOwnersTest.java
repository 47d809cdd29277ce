package dev.journeygateway.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.accept.AudienceCount;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.TestDatabase;
import dev.journeygateway.device.DeviceFiles;
import dev.journeygateway.device.DeviceOwners;
import dev.journeygateway.journey.Journey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who stands behind the ids of a request, up to as many as one may have. */
class DeviceOwnersTest {

  private static final String APPLICATION = "AAAAA-00001";
  private static final int MOST = 100_000;
  private static final int KNOWN = 30_000;

  private DeviceOwners owners;
  private AudienceCount count;

  @ParameterizedTest
  @EnumSource
  void findsTheOwnersOfAsManyIdsAsARequestMayHave(TestDatabase kind) throws IOException {
    fill(kind);
    List<String> users = ids("user-", MOST);
    List<String> hwids = ids("hw-", MOST);

    Map<String, String> known = owners.ofUsers(Set.copyOf(users), APPLICATION);
    assertThat(known).hasSize(KNOWN / 2).containsEntry("user-7", "user-7");
    Map<String, String> people = owners.ofHwids(Set.copyOf(hwids), APPLICATION);
    assertThat(people).hasSize(KNOWN).containsEntry("hw-15", "user-7");
    assertThat(owners.devices(users, APPLICATION)).isEqualTo(KNOWN);

    assertThat(owners.ofUsers(Set.copyOf(users), "BBBBB-00002")).isEmpty();
    assertThat(owners.ofHwids(Set.copyOf(hwids), "BBBBB-00002")).isEmpty();
    assertThat(owners.devices(users, "BBBBB-00002")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void countsAsManyIdsAsADryRunMayHave(TestDatabase kind) throws IOException {
    fill(kind);
    AudienceCount.Counted users = count.ofUsers(ids("user-", MOST), journey(false));
    assertThat(users)
        .isEqualTo(new AudienceCount.Counted(MOST, MOST, KNOWN, 0, 0, KNOWN / 2, List.of()));
    AudienceCount.Counted hwids = count.ofHwids(ids("HW-", MOST), journey(true));
    assertThat(hwids)
        .isEqualTo(
            new AudienceCount.Counted(
                MOST, KNOWN / 2, KNOWN, KNOWN / 2, MOST - KNOWN, KNOWN, List.of()));
  }

  private static Journey journey(boolean skipUnknownIds) {
    return new Journey("j", APPLICATION, skipUnknownIds, Journey.State.RUNNING, List.of());
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  /** Two devices a user. */
  private void fill(TestDatabase kind) throws IOException {
    Database database = kind.migrated();
    owners = new DeviceOwners(database);
    count = new AudienceCount(new AudienceSelection(database), owners);
    database
        .writing()
        .update("insert into application (code, name) values (?, 'Demo')", APPLICATION);
    StringBuilder file = new StringBuilder("hwid,user_id\n");
    IntStream.range(0, KNOWN).forEach(i -> file.append("hw-%d,user-%d\n".formatted(i, i / 2)));
    DeviceFiles.load(database, APPLICATION, file.toString());
  }
}
