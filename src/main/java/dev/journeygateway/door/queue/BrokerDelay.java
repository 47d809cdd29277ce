package dev.journeygateway.door.queue;

import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;

/**
 * When a sender asked the broker to deliver a message, in ActiveMQ's properties. The embedded
 * broker schedules nothing and passes them on; AMQP's {@code x-opt-delivery-delay} and {@code
 * x-opt-delivery-time} come as the same property. A broker outside that schedules takes them out
 * when their time has come.
 */
final class BrokerDelay {

  private static final String DELAY = "AMQ_SCHEDULED_DELAY";

  /** A message is one request; what would make several of it is not passed over in silence. */
  private static final List<String> REPEATING =
      List.of("AMQ_SCHEDULED_CRON", "AMQ_SCHEDULED_PERIOD", "AMQ_SCHEDULED_REPEAT");

  private BrokerDelay() {}

  /**
   * The time by the sender's timestamp and its delay.
   *
   * @throws dev.journeygateway.request.RequestRefusedException with INVALID_FIELD where the delay
   *     is none, or the message is to come again and again
   */
  static Optional<Instant> deliverAt(Message message, Clock clock) {
    for (String name : REPEATING) {
      String value = message.getHeader(name, "", String.class).strip();
      if (!value.isEmpty() && !value.equals("0")) {
        throw refused(name, name + " is not supported: a message starts one request");
      }
    }
    String delay = message.getHeader(DELAY, "", String.class).strip();
    if (delay.isEmpty()) {
      return Optional.empty();
    }
    if (!delay.matches("[0-9]{1,15}")) {
      throw refused(DELAY, DELAY + " must be a number of milliseconds");
    }
    Long sent = message.getHeader("JMSTimestamp", Long.class);
    Instant from = sent == null || sent <= 0 ? clock.instant() : Instant.ofEpochMilli(sent);
    return Optional.of(from.plusMillis(Long.parseLong(delay)));
  }

  private static RuntimeException refused(String name, String message) {
    return Refusal.of(Reason.INVALID_FIELD, message, "field", name).asException();
  }
}
