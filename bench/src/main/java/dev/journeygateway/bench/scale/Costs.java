package dev.journeygateway.bench.scale;

/**
 * What one request, or one person of a list, costs each part.
 *
 * @param gatewayMicros processor time of the gateways
 * @param databaseMicros of PostgreSQL
 * @param brokerMicros of the broker
 * @param logBytes written to PostgreSQL's log of writes
 * @param brokerBytes that the broker had written to its disk
 * @param syncs of PostgreSQL's log
 * @param rows inserted, updated and deleted
 * @param keptBytes by which the tables and their indexes grow
 */
record Costs(
    double gatewayMicros,
    double databaseMicros,
    double brokerMicros,
    double logBytes,
    double brokerBytes,
    double syncs,
    double rows,
    double keptBytes) {

  Costs plus(Costs other) {
    return new Costs(
        gatewayMicros + other.gatewayMicros,
        databaseMicros + other.databaseMicros,
        brokerMicros + other.brokerMicros,
        logBytes + other.logBytes,
        brokerBytes + other.brokerBytes,
        syncs + other.syncs,
        rows + other.rows,
        keptBytes + other.keptBytes);
  }

  Costs times(double many) {
    return new Costs(
        gatewayMicros * many,
        databaseMicros * many,
        brokerMicros * many,
        logBytes * many,
        brokerBytes * many,
        syncs * many,
        rows * many,
        keptBytes * many);
  }

  /** Processor time of all parts. */
  double micros() {
    return gatewayMicros + databaseMicros + brokerMicros;
  }
}
