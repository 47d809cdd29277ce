package dev.journeygateway.rig;

import java.util.List;

/** Every row of the proof, in the page's order. */
final class Rows {

  private Rows() {}

  static List<Row> all() {
    return List.of(
        new RandomKill(new RandomKill.Size(5000, 100_000, 3000)), new NamedPoints(List.of()));
  }
}
