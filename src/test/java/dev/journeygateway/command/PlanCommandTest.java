package dev.journeygateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a list would come to, without a gateway. */
class PlanCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @BeforeEach
  void writeTheCatalogue() throws IOException {
    Files.writeString(
        folder.resolve("journeys.yaml"),
        """
        destinations:
          - {name: hosted, type: journey-api, url: "${HOSTED_URL}", token: "${HOSTED_TOKEN}", ids-per-call: 10, max-calls: 5}
        applications:
          - code: AAAAA-00001
            journeys:
              - {id: there, destination: hosted, state: running, entry-points: [{id: p, attributes: [tier]}]}
              - {id: here, state: running, entry-points: [{id: p, attributes: [tier]}]}
              - {id: paused, state: paused, entry-points: [{id: p}]}
        """);
  }

  private int plan(String journey, String list, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("list.csv"), list);
    return GatewayCommand.run(
        new PrintWriter(out),
        new PrintWriter(err),
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "plan",
                    file.toString(),
                    "--journey",
                    journey,
                    "--catalog",
                    folder.resolve("journeys.yaml").toString()),
                java.util.Arrays.stream(more))
            .toArray(String[]::new));
  }

  private static String rows(int count, int sets) {
    return IntStream.range(0, count)
        .mapToObj(i -> "user-" + i + ",tier-" + i % sets)
        .collect(Collectors.joining("\n", "user_id,tier\n", "\n"));
  }

  @Test
  void printsTheCallsAndTheTimeTheyTake() throws IOException {
    assertThat(plan("there", rows(25, 2))).as(err.toString()).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            "rows            25",
            "bad rows        0",
            "destination     hosted",
            "attribute sets  2",
            "calls           4",
            "time            3 minutes");
  }

  @Test
  void refusesWhatTheDoorWouldRefuse() throws IOException {
    assertThat(plan("there", rows(25, 6))).isEqualTo(1);
    assertThat(err.toString())
        .contains("would be refused: this list needs 6 calls, one per 60 s: 6 minutes; at most 5");
    assertThat(plan("there", "user_id,colour\na,red\n")).isEqualTo(1);
    assertThat(err.toString()).contains("unknown attribute: colour");
    assertThat(plan("paused", "user_id\na\n")).isEqualTo(1);
    assertThat(err.toString()).contains("Journey is not running");
    assertThat(plan("here", "user_id,tier\na\n")).isEqualTo(1);
    assertThat(plan("nowhere", "user_id\na\n")).isEqualTo(2);
    assertThat(err.toString()).contains("has no journey nowhere");
  }

  @Test
  void showsBadRowsWhereTheyAreLeftOut() throws IOException {
    assertThat(plan("here", "user_id,tier\na,gold\nb\n", "--bad-rows", "skip")).isZero();

    assertThat(out.toString())
        .contains("rows            1", "bad rows        1", "entries: no calls");
  }
}
