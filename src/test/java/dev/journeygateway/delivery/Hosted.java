package dev.journeygateway.delivery;

import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A catalogue whose journeys are another gateway's, and what a test asks of both. */
final class Hosted {

  private static final String TOKENS =
      """
          tokens:
            # start-and-read
            - {sha256: da34f7bf798b84fcb7f214cb6a9c81eccdd0222b88d6564954420326601edc73, scopes: [start, read]}
            # operator
            - {sha256: 06e55b633481f7bb072957eabcf110c972e86691c3cfedabe088024bffe42f23, scopes: [operate]}
      """;

  private Hosted() {}

  /**
   * A catalogue with the destination {@code hosted} at a port.
   *
   * @param more settings of the destination, as they are in the flow style of YAML
   */
  static String catalog(int port, String more) {
    return """
    destinations:
      - {name: hosted, type: journey-api, url: "http://localhost:%d", token: "${PEER_TOKEN}", %s}
    applications:
      - code: AAAAA-00001
        destination: hosted
    %s
        journeys:
          - {id: running, state: running, entry-points: [{id: api, attributes: [promo_code, tier]}]}
          - {id: once, state: running, entry-points: [{id: api}]}
          - {id: draft, state: running, entry-points: [{id: api}]}
          - {id: switched-off, state: running, entry-points: [{id: api}]}
          - {id: unheard-of, state: running, entry-points: [{id: api, attributes: any}]}
          - {id: at-home, destination: entries, state: running, entry-points: [{id: api}]}
    """
        .formatted(port, more, TOKENS.indent(0).stripTrailing());
  }

  /** A gateway in front of a peer, with more settings. */
  static RunningGateway inFrontOf(int port, String destination, String[] form, String... settings) {
    List<String> all = new ArrayList<>(List.of(form));
    all.add("PEER_TOKEN=start-and-read");
    all.addAll(List.of(settings));
    return RunningGateway.startWith(catalog(port, destination), all.toArray(String[]::new));
  }

  /** The people of a journey, in order, each as often as they entered. */
  static List<String> entered(RunningGateway gateway, String journey) {
    return gateway
        .jdbc()
        .queryForList(
            "select user_id from entry where journey_id = ? order by user_id",
            String.class,
            journey);
  }

  /** A column of the calls of a request, in order. */
  static List<String> calls(RunningGateway gateway, String request, String column) {
    return gateway
        .jdbc()
        .queryForList(
            "select cast("
                + column
                + " as varchar) from delivery d join delivery_share s on s.delivery_uuid ="
                + " d.delivery_uuid where s.request_uuid = ? order by s.number",
            String.class,
            UUID.fromString(request));
  }

  /** The catalogue that the other tests have, too. */
  static String journeysOfTheTests() throws IOException {
    try (InputStream catalog = Hosted.class.getResourceAsStream("/catalog/journeys.yaml")) {
      return new String(catalog.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
