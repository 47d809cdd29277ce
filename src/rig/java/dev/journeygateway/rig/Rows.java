package dev.journeygateway.rig;

import java.util.ArrayList;
import java.util.List;

/** Every row of the proof, in the page's order. */
final class Rows {

  private Rows() {}

  /**
   * @param longFileRows of the long lists; the promise is ten million
   */
  static List<Row> all(int longFileRows) {
    List<Row> rows = new ArrayList<>();
    rows.add(new RandomKill(new RandomKill.Size(5000, 100_000, 3000)));
    rows.add(new ToldAtLeastOnce());
    rows.add(new PowerCut());
    rows.add(new NamedPoints(List.of()));
    rows.addAll(Outage.all());
    rows.add(new DiskFull());
    rows.add(new Interrupts());
    rows.add(new RestartInTheMinute());
    rows.add(new CancelKilled());
    rows.add(new TwoGateways(0));
    rows.add(new TwoGateways(90));
    rows.add(new LongFile(longFileRows, false));
    rows.add(new LongFile(longFileRows, true));
    rows.add(new Relay(true));
    rows.add(new Relay(false));
    rows.add(new PausedWriter());
    rows.add(new CutTransfer());
    rows.add(new MalformedBodies());
    rows.add(new SlowClients());
    rows.add(new PoisonMessages());
    rows.add(new Injection());
    rows.add(new OwnDoors());
    return rows;
  }
}
