package dev.journeygateway.door.http;

import dev.journeygateway.limit.JourneyOverLimit;
import dev.journeygateway.limit.OverLimit;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The bounds of one start request and of the HTTP door.
 *
 * @param maxBody the largest body in bytes, at most 1 GB
 * @param maxIds the most ids in one request
 * @param threads requests that may hold a thread at a time; a request that waits longer than 1.5
 *     seconds for one is answered 503
 * @param overLimit refuse what comes while its entry point's slot is taken, or coalesce it: let it
 *     wait for a slot that those alike share
 * @param journeys what is different for single journeys, by their ids
 * @param maxList the largest list in bytes, as it is sent, at most 1 TB
 */
@ConfigurationProperties(prefix = "gateway.http", ignoreUnknownFields = false)
public record HttpSettings(
    @DefaultValue("16MB") DataSize maxBody,
    @DefaultValue("100000") int maxIds,
    @DefaultValue("64") int threads,
    @DefaultValue("refuse") OverLimit overLimit,
    Map<String, JourneyOverLimit> journeys,
    @DefaultValue("2GB") DataSize maxList) {

  public HttpSettings {
    journeys = journeys == null ? Map.of() : Map.copyOf(journeys);
    if (overLimit == OverLimit.WAIT
        || journeys.values().stream().anyMatch(one -> one.overLimit() == OverLimit.WAIT)) {
      throw new IllegalArgumentException(
          "gateway.http.over-limit must be refuse or coalesce, not wait");
    }
    if (maxBody.toBytes() < 1 || maxBody.toBytes() > DataSize.ofGigabytes(1).toBytes()) {
      throw new IllegalArgumentException("gateway.http.max-body must be 1B to 1GB, not " + maxBody);
    }
    if (maxList.toBytes() < 1 || maxList.toBytes() > DataSize.ofTerabytes(1).toBytes()) {
      throw new IllegalArgumentException("gateway.http.max-list must be 1B to 1TB, not " + maxList);
    }
    if (maxIds < 1) {
      throw new IllegalArgumentException("gateway.http.max-ids must be at least 1, not " + maxIds);
    }
    // The server has 200; the others answer calls that find no room.
    if (threads < 1 || threads > 128) {
      throw new IllegalArgumentException("gateway.http.threads must be 1 to 128, not " + threads);
    }
  }

  /** What becomes of a call for that journey's entry point while its slot is taken. */
  public OverLimit overLimit(String journeyId) {
    return JourneyOverLimit.of(journeys, journeyId, overLimit);
  }
}
