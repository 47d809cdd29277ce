package dev.journeygateway.status;

import dev.journeygateway.broker.Channels;
import dev.journeygateway.broker.QueueDepth;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the metrics show of queues and requests, read when it is asked for. */
@Component
class Gauges implements MeterBinder {

  /** Where brokers put what they give up; ours puts nothing there, earlier releases did. */
  private static final String OF_THE_BROKER = "ActiveMQ.DLQ";

  private static final Duration RECENT = Duration.ofDays(1);

  private final QueueDepth queues;
  private final Channels channels;
  private final StartRequests requests;
  private final Clock clock;

  Gauges(QueueDepth queues, Channels channels, StartRequests requests, Clock clock) {
    this.queues = queues;
    this.channels = channels;
    this.requests = requests;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    List<String> all = new ArrayList<>(channels.all());
    all.add(OF_THE_BROKER);
    for (String queue : all) {
      Gauge.builder("journey_gateway_queue_depth", () -> depth(queue))
          .tag("queue", queue)
          .register(meters);
    }
    for (State state : State.values()) {
      Gauge.builder("journey_gateway_start_requests", () -> count(state))
          .tag("state", state.text())
          .register(meters);
    }
  }

  /** Not a number where the broker is outside: its own metrics tell. */
  private double depth(String queue) {
    return queues.of(queue).stream().mapToDouble(depth -> depth).findFirst().orElse(Double.NaN);
  }

  private double count(State state) {
    return requests.countSince(state, clock.instant().minus(RECENT));
  }
}
