package dev.journeygateway.broker;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The names of the gateway's queues. Whatever sends to one, reads it, guards it or measures it asks
 * here, so that a name that is changed is changed everywhere.
 *
 * @param accepted the queue of accepted requests, for whatever runs the journeys
 * @param dead the queue from which messages that could not be processed are collected
 * @param requests the queue door
 * @param refused the queue of messages that the queue door refused
 */
@ConfigurationProperties(prefix = "channel", ignoreUnknownFields = false)
public record Channels(
    @DefaultValue("journey.start.accepted") String accepted,
    @DefaultValue("journey.start.dead") String dead,
    @DefaultValue("journey.start.requests.in") String requests,
    @DefaultValue("journey.start.refused") String refused) {

  /** As 0.1.0 had it. */
  private static final String ENDPOINT = "activemq6:queue:";

  /** None that means several queues in ActiveMQ, and none that carries options of a route. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:/-]{1,200}");

  /** Names that a broker takes for its own, not for a queue of ours. */
  private static final String OF_THE_BROKER = "ActiveMQ.";

  public Channels {
    accepted = named("accepted", accepted);
    dead = named("dead", dead);
    requests = named("requests", requests);
    refused = named("refused", refused);
    Set<String> distinct = new HashSet<>();
    for (String name : List.of(accepted, dead, requests, refused)) {
      if (!distinct.add(name)) {
        throw new IllegalArgumentException(
            "channel.*: the queue "
                + name
                + " is named twice; give accepted, dead, requests and refused a queue each");
      }
    }
  }

  /** The names that are used unless others are set. */
  static Channels usual() {
    return new Channels(
        "journey.start.accepted",
        "journey.start.dead",
        "journey.start.requests.in",
        "journey.start.refused");
  }

  private static String named(String channel, String value) {
    String name = value.startsWith(ENDPOINT) ? value.substring(ENDPOINT.length()) : value;
    if (!NAME.matcher(name).matches() || name.startsWith(OF_THE_BROKER)) {
      throw new IllegalArgumentException(
          "channel.%s must be the name of a queue (letters, digits and . _ - : /), not %s"
              .formatted(channel, value));
    }
    return name;
  }

  /** All of them. */
  public List<String> all() {
    return List.of(requests, accepted, refused, dead);
  }

  /** Whether a queue of that name is one of them. */
  public boolean has(String queue) {
    return all().contains(queue);
  }

  /**
   * Whether nothing from outside may be sent to a queue of that name: ours and the broker's own.
   */
  public boolean closed(String queue) {
    return has(queue) || queue.startsWith("journey.start.") || queue.startsWith(OF_THE_BROKER);
  }

  /** As routes name it. */
  public String acceptedEndpoint() {
    return ENDPOINT + accepted;
  }

  /** As routes name it. */
  public String deadEndpoint() {
    return ENDPOINT + dead;
  }

  /** As routes name it. */
  public String requestsEndpoint() {
    return ENDPOINT + requests;
  }

  /** As routes name it. */
  public String refusedEndpoint() {
    return ENDPOINT + refused;
  }
}
