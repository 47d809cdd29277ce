package dev.journeygateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.rig.BadWire;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand people in 40 attribute sets over 5 entry points, over a wire that cuts, delays and
 * garbles, to a peer that heeds {@code Idempotency-Key}: each enters there once.
 */
class BadWireIT {

  private static final int JOURNEYS = 5;
  private static final int PEOPLE = 2000;
  private static final int SETS = 8;
  private static final int SEED = 20261130;

  private static Peer peer;
  private static BadWire wire;

  @BeforeAll
  static void start() throws Exception {
    peer = Peer.startWith(catalog("", "entries"), "gateway.limit.period=10ms");
    wire = new BadWire(peer.port(), 30, 1500, false, SEED);
  }

  @AfterAll
  static void stop() throws Exception {
    wire.close();
    peer.close();
  }

  private static String catalog(String destinations, String destination) {
    return destinations
        + """
        applications:
          - code: AAAAA-00001
            destination: %s
            tokens:
              # start-and-read, and operator
              - {sha256: da34f7bf798b84fcb7f214cb6a9c81eccdd0222b88d6564954420326601edc73, scopes: [start, read]}
              - {sha256: 06e55b633481f7bb072957eabcf110c972e86691c3cfedabe088024bffe42f23, scopes: [operate]}
            journeys:
        """
            .formatted(destination)
        + IntStream.range(0, JOURNEYS)
            .mapToObj(
                i ->
                    "      - {id: j%d, state: running, entry-points: [{id: p%d, attributes: [tier]}]}\n"
                        .formatted(i, i))
            .collect(Collectors.joining());
  }

  private static RunningGateway relay(String whenUnknown) {
    String destinations =
        """
        destinations:
          - {name: hosted, type: journey-api, url: "http://localhost:%d", token: "${PEER_TOKEN}", period: 20ms, ids-per-call: 100,
             timeout: 1s, when-unknown: %s}
        """
            .formatted(wire.port(), whenUnknown);
    return RunningGateway.startWith(
        catalog(destinations, "hosted"), "PEER_TOKEN=start-and-read", "gateway.files.settle=50ms");
  }

  private static List<String> drop(RunningGateway relay, String prefix, int people)
      throws IOException {
    for (int journey = 0; journey < JOURNEYS; journey++) {
      String rows =
          IntStream.range(0, people)
              .mapToObj(i -> prefix + i + ",tier" + i % SETS)
              .collect(Collectors.joining("\n", "user_id,tier\n", "\n"));
      Path folder = Files.createDirectories(relay.folder().resolve("inbox/j" + journey));
      Path part = Files.writeString(folder.resolve(prefix + ".csv.part"), rows);
      Files.move(part, folder.resolve(prefix + ".csv"), StandardCopyOption.ATOMIC_MOVE);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () ->
                relay.jdbc().queryForList("select 1 from delivery_request where ready").size()
                    == JOURNEYS);
    return relay
        .jdbc()
        .queryForList("select cast(request_uuid as varchar) from start_request", String.class);
  }

  /** How often each person entered at the peer, and how many of them. */
  private static Map<Integer, Long> entered(String prefix) {
    return peer
        .gateway()
        .jdbc()
        .queryForList(
            "select count(*) from entry where user_id like ? group by journey_id, user_id",
            Integer.class,
            prefix + "%")
        .stream()
        .collect(Collectors.groupingBy(times -> times, Collectors.counting()));
  }

  private static void awaitPeer() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () ->
                peer.gateway()
                        .jdbc()
                        .queryForObject(
                            "select count(*) from start_request where state <> 'done'", Long.class)
                    == 0);
  }

  @Test
  void entersEverybodyExactlyOnceWhereTheDestinationHeedsTheKey() throws Exception {
    try (RunningGateway relay = relay("retry")) {
      List<String> requests = drop(relay, "r", PEOPLE);

      Awaitility.await()
          .atMost(Duration.ofSeconds(300))
          .until(
              () ->
                  requests.stream()
                      .allMatch(
                          request -> relay.status(request).path("state").asText().equals("done")));

      requests.forEach(
          request ->
              assertThat(relay.status(request).at("/counts/entered").asInt()).isEqualTo(PEOPLE));
      awaitPeer();
      assertThat(wire.spoiled()).as("the wire was bad").isPositive();
      assertThat(entered("r")).containsExactly(Map.entry(1, (long) JOURNEYS * PEOPLE));
      assertThat(relay.jdbc().queryForObject("select count(*) from entry", Long.class))
          .isEqualTo((long) JOURNEYS * PEOPLE);
    }
  }

  @Test
  void sendsNobodyTwiceWhereItMayNotAndShowsWhatIsUnknown() throws Exception {
    int people = 400;
    try (RunningGateway relay = relay("park")) {
      drop(relay, "p", people);

      Awaitility.await()
          .atMost(Duration.ofSeconds(300))
          .until(
              () ->
                  relay
                      .jdbc()
                      .queryForList(
                          "select 1 from delivery where state not in ('delivered', 'unknown')")
                      .isEmpty());

      awaitPeer();
      long unknown =
          relay
              .jdbc()
              .queryForObject(
                  "select coalesce(sum(ids), 0) from delivery where state = 'unknown'", Long.class);
      assertThat(unknown).as("some answers were lost").isPositive();
      Map<Integer, Long> entered = entered("p");
      assertThat(entered).as("nobody twice").containsOnlyKeys(1);
      long delivered = relay.jdbc().queryForObject("select count(*) from entry", Long.class);
      assertThat(delivered + unknown).isEqualTo((long) JOURNEYS * people);
      assertThat(entered.get(1)).isBetween(delivered, delivered + unknown);
    }
  }
}
