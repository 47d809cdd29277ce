package dev.journeygateway.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each rule of the rig has its place in the gateway: a class that is renamed is noticed here. */
class RulesTest {

  @Test
  void everyNamedPointIsThere() {
    assertThat(Rules.read("points").names()).hasSize(14);
  }

  @Test
  void everyPlantedFaultHasItsPlace() {
    assertThat(Rules.read("planted").names())
        .containsExactly(
            "periodic-sync",
            "asynchronous-sends",
            "size-only-watching",
            "in-memory-limit",
            "emptied-outbox",
            "repeated-unknown-calls");
    assertThat(Rules.read("planted-power-cut").names()).containsExactly("unsynced-database");
  }
}
