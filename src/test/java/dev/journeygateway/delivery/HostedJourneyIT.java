package dev.journeygateway.delivery;

import static dev.journeygateway.support.RunningGateway.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.journeygateway.support.Form;
import dev.journeygateway.support.RunningGateway;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway in front of a hosted service, for which another gateway is there. */
@Tag("daily")
@ParameterizedClass
@EnumSource
class HostedJourneyIT {

  private static Peer peer;
  private static RunningGateway relay;

  /** What {@link #start} gets, too. */
  @Parameter Form form;

  @BeforeParameterizedClassInvocation
  static void start(Form form) throws Exception {
    peer = Peer.start("gateway.limit.period=100ms");
    relay =
        Hosted.inFrontOf(
            peer.port(), "period: 100ms, ids-per-call: 10, when-unknown: retry", form.settings());
  }

  @AfterParameterizedClassInvocation
  static void stop() throws Exception {
    relay.close();
    peer.close();
  }

  private static String users(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "\"user-%03d\"".formatted(i))
        .collect(Collectors.joining(",", "{\"users\": [", "]}"));
  }

  @Test
  void deliversAListInAsManyCallsAsItNeeds() {
    String request = uuid(relay.post("running", users(0, 25)));

    JsonNode done = relay.await(request, "done");

    assertThat(done.at("/counts/entered").asInt()).isEqualTo(25);
    assertThat(done.at("/counts/requested").asInt()).isEqualTo(25);
    assertThat(Hosted.calls(relay, request, "state"))
        .containsExactly("delivered", "delivered", "delivered");
    assertThat(Hosted.calls(relay, request, "s.ids")).containsExactly("10", "10", "5");
    List<String> remote = Hosted.calls(relay, request, "remote_request_uuid");
    remote.forEach(uuid -> peer.gateway().await(uuid, "done"));
    assertThat(Hosted.entered(peer.gateway(), "running"))
        .containsExactlyElementsOf(
            IntStream.range(0, 25).mapToObj("user-%03d"::formatted).toList());
    assertThat(Hosted.entered(relay, "running"))
        .isEqualTo(Hosted.entered(peer.gateway(), "running"));
  }
}
