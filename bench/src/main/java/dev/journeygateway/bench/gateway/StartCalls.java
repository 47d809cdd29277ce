package dev.journeygateway.bench.gateway;

import dev.journeygateway.bench.load.Requests;
import java.nio.charset.StandardCharsets;

/**
 * The published call, the same body every time, for the journeys of a {@link DemoCatalogue} in
 * turn.
 */
public final class StartCalls implements Requests {

  private static final String BODY =
      """
      {"payload": {"users": ["user-1001", "user-1002", "user-1003"],\
       "attribute_values": {"promo_code": "SUMMER25", "tier": "gold"}}}""";

  private final byte[][] requests;
  private int next;

  /**
   * @param journeys how many different ones, at least one
   */
  public StartCalls(int journeys) {
    requests = new byte[journeys][];
    for (int i = 0; i < journeys; i++) {
      requests[i] = request(DemoCatalogue.journeyId(i));
    }
  }

  @Override
  public byte[] next() {
    byte[] request = requests[next];
    next = next + 1 == requests.length ? 0 : next + 1;
    return request;
  }

  private static byte[] request(String journey) {
    String text =
        "POST /api/journey/"
            + journey
            + "/start/external HTTP/1.1\r\n"
            + "Host: 127.0.0.1\r\n"
            + "Content-Type: application/json\r\n"
            + "Authorization: Api "
            + DemoCatalogue.TOKEN
            + "\r\n"
            + "Content-Length: "
            + BODY.length()
            + "\r\n"
            + "\r\n"
            + BODY;
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
