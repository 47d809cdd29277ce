package dev.journeygateway.bench.scale;

/**
 * What a team needs, from what one request and one person of a list cost.
 *
 * <p>Costs add up and nothing is shared. Syncs bound nothing here: with more callers at once a
 * commit and its sync serve more requests.
 *
 * @param request a request of three people
 * @param person one row of a list
 */
record ScaleModel(Costs request, Costs person) {

  /** A part is used to a half, so that an hour of twice the load passes. */
  private static final double USED = 0.5;

  static final int GATEWAY_CORES = 2;
  static final int DATABASE_CORES = 16;
  static final int BROKER_CORES = 8;

  /** What a disk writes in a second, in bytes. */
  static final double DISK_BYTES = 500e6;

  private static final double SECONDS_A_DAY = 86_400;
  private static final double MICROS = 1e6;

  /**
   * How a team uses it.
   *
   * @param requests a second
   * @param people of lists, a second while they are read
   * @param peopleADay of lists
   */
  record Team(String name, double requests, double people, double peopleADay) {}

  /**
   * What that comes to.
   *
   * @param gateways of {@link #GATEWAY_CORES}; two at least, so that one may fail
   * @param databases of {@link #DATABASE_CORES}
   * @param brokers of {@link #BROKER_CORES}
   * @param bound what the first of the databases is short of first
   */
  record Need(
      double gatewayCores,
      double databaseCores,
      double brokerCores,
      double logBytesASecond,
      double syncsASecond,
      double rowsADay,
      double keptBytesADay,
      int gateways,
      int databases,
      int brokers,
      String bound) {}

  Need need(Team team) {
    Costs second = request.times(team.requests()).plus(person.times(team.people()));
    Costs day =
        request.times(team.requests() * SECONDS_A_DAY).plus(person.times(team.peopleADay()));
    double processors = second.databaseMicros() / MICROS / DATABASE_CORES;
    double bytes = second.logBytes() / DISK_BYTES;
    double database = Math.max(processors, bytes);
    return new Need(
        second.gatewayMicros() / MICROS,
        second.databaseMicros() / MICROS,
        second.brokerMicros() / MICROS,
        second.logBytes(),
        second.syncs(),
        day.rows(),
        day.keptBytes(),
        Math.max(2, whole(second.gatewayMicros() / MICROS / GATEWAY_CORES)),
        whole(database),
        whole(
            Math.max(
                second.brokerMicros() / MICROS / BROKER_CORES, second.brokerBytes() / DISK_BYTES)),
        processors >= bytes ? "processors" : "disk");
  }

  private static int whole(double used) {
    return Math.max(1, (int) Math.ceil(used / USED));
  }

  /** Requests a second with which one PostgreSQL's processors are used up. */
  double requestsOfOneDatabase() {
    return DATABASE_CORES * MICROS / request.databaseMicros();
  }

  /** The same of one broker's. */
  double requestsOfOneBroker() {
    return BROKER_CORES * MICROS / request.brokerMicros();
  }

  /** Gateways that one PostgreSQL keeps busy, when both have their processors used up. */
  double gatewaysOfOneDatabase() {
    return requestsOfOneDatabase() * request.gatewayMicros() / MICROS / GATEWAY_CORES;
  }

  /**
   * How many a second all parts on one machine do together.
   *
   * @param cores that are there for them
   * @param clientMicros of the clients, each
   */
  static double onOneMachine(double cores, Costs each, double clientMicros) {
    return cores * MICROS / (each.micros() + clientMicros);
  }
}
