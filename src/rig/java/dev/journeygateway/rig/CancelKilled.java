package dev.journeygateway.rig;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.rig.Answer.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A request is cancelled while its people enter, and the gateway is killed around that moment:
 * before, under or right after the call. Whatever was answered, the counts balance; and when it was
 * answered, nobody enters but those that the answer counted.
 */
final class CancelKilled implements Row {

  private static final int IDS = 2_000;
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

  private final Random random = new Random();
  private final List<String> examples = new ArrayList<>();
  private long answered;
  private long partly;
  private long unbalanced;
  private long enteredAfter;
  private long stranded;

  @Override
  public String name() {
    return "cancel-killed";
  }

  @Override
  public String fault() {
    return "kill -9 around a call that cancels";
  }

  @Override
  public String load() {
    return "a request of %,d ids a round, in chunks of 20, cancelled while they enter"
        .formatted(IDS);
  }

  @Override
  public int promised() {
    return 100;
  }

  /** One round's request and, where the call to cancel it was answered, what that said. */
  private record Round(String request, Optional<JsonNode> cancelled) {}

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(trial.folder().resolve("journeys.yaml"), trial.rounds(), 1);
    List<Round> rounds = new ArrayList<>();
    GatewayProcess gateway =
        new GatewayProcess(
            trial.launch(),
            trial.folder().resolve("gateway"),
            List.of(
                "--gateway.catalog=" + trial.folder().resolve("journeys.yaml"),
                "--gateway.chunk-size=20"));
    try (gateway) {
      gateway.start();
      gateway.awaitReady();
      for (int number = 0; number < trial.rounds(); number++) {
        Round round = killAround(gateway, number);
        rounds.add(round);
        gateway.start();
        gateway.awaitReady();
        judge(gateway.calls(), round);
        trial.say("%s: round %d, %d answered", name(), number + 1, answered);
      }
      gateway.stop();
    }
    try (Connection database = Storage.embedded(gateway.folder()).open()) {
      for (Round round : rounds) {
        judge(database, round);
      }
    } catch (SQLException e) {
      throw new RigFailure("the database cannot be read", e);
    }
    return new Outcome(
        trial.rounds(),
        new Verdict(
            trial.rounds(),
            trial.rounds(),
            (long) trial.rounds() * IDS,
            0,
            unbalanced,
            0,
            enteredAfter,
            0,
            0,
            stranded,
            0,
            0,
            0,
            examples),
        new Outcome.Measures()
            .promised(unbalanced == 0, "%d requests whose counts do not balance", unbalanced)
            .promised(
                enteredAfter == 0,
                "%d of %d calls to cancel answered, %d of them half way; after %d somebody entered",
                answered,
                trial.rounds(),
                partly,
                enteredAfter)
            .list());
  }

  private Round killAround(GatewayProcess gateway, int number) {
    List<String> ids = IntStream.range(0, IDS).mapToObj(i -> "c" + number + "-" + i).toList();
    Answer accepted = gateway.calls().start(Catalogue.journey(number), ids, null);
    if (accepted.kind() != Kind.ACCEPTED) {
      throw new RigFailure("a request of its own entry point is refused: " + accepted);
    }
    Pause.of(Duration.ofMillis(random.nextInt(400)));
    Calls calls = gateway.calls();
    CompletableFuture<Optional<JsonNode>> call =
        CompletableFuture.supplyAsync(() -> calls.cancel(accepted.detail()));
    if (random.nextInt(3) == 0) {
      call.join();
    } else {
      Pause.of(Duration.ofMillis(random.nextInt(30)));
    }
    gateway.kill();
    return new Round(accepted.detail(), call.join());
  }

  private void judge(Calls gateway, Round round) {
    JsonNode[] last = {null};
    boolean ended =
        Pause.until(
            ENDS_WITHIN,
            () -> {
              last[0] = gateway.status(round.request()).orElse(null);
              String state = last[0] == null ? "" : last[0].path("state").asText();
              return state.equals("done") || state.equals("cancelled");
            });
    if (!ended) {
      stranded++;
      examples.add("not at its end: " + last[0]);
      return;
    }
    JsonNode counts = last[0].path("counts");
    long sum = 0;
    for (String name :
        List.of("entered", "duplicate", "unknown", "already_entered", "rejected", "cancelled")) {
      sum += counts.path(name).asLong();
    }
    if (sum != counts.path("requested").asLong()) {
      unbalanced++;
      examples.add("does not balance: " + last[0]);
    }
    if (round.cancelled().isPresent()) {
      answered++;
      JsonNode told = round.cancelled().get().path("counts");
      partly += told.path("entered").asLong() > 0 && told.path("cancelled").asLong() > 0 ? 1 : 0;
      if (!told.equals(counts)) {
        enteredAfter++;
        examples.add("told " + told + " and then " + counts);
      }
    }
  }

  private void judge(Connection database, Round round) throws SQLException {
    String text =
        "select entered, (select count(*) from entry e where e.request_uuid = r.request_uuid)"
            + " from start_request r where request_uuid = ?";
    try (PreparedStatement statement = database.prepareStatement(text)) {
      statement.setString(1, round.request());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next() || row.getLong(1) != row.getLong(2)) {
          enteredAfter++;
          examples.add(round.request() + " has other entries than it counts");
        }
      }
    }
  }
}
