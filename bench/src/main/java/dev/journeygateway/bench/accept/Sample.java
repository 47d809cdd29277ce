package dev.journeygateway.bench.accept;

import java.util.Map;

/**
 * What one subject did in one round.
 *
 * @param load connections, or threads
 * @param perSecond requests, or messages
 * @param p50Millis latency of one
 * @param cpuMicros CPU time of the subject's process for each, in microseconds
 * @param threadMicros of it the part of each kind of thread
 * @param clientMicros CPU time of the load client for each; zero where there is none
 * @param errors requests that ended in another way than expected
 */
record Sample(
    String subject,
    int load,
    int round,
    double perSecond,
    double p50Millis,
    double p99Millis,
    double cpuMicros,
    Map<String, Double> threadMicros,
    double clientMicros,
    long errors) {}
