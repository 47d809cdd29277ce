package dev.journeygateway.rig;

import java.util.ArrayList;
import java.util.List;

/** Every row of the proof, in the page's order. */
final class Rows {

  private Rows() {}

  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    rows.add(new RandomKill(new RandomKill.Size(5000, 100_000, 3000)));
    rows.add(new NamedPoints(List.of()));
    rows.addAll(Outage.all());
    rows.add(new RestartInTheMinute());
    rows.add(new TwoGateways(0));
    rows.add(new TwoGateways(90));
    rows.add(new PausedWriter());
    return rows;
  }
}
