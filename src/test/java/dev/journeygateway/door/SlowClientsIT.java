package dev.journeygateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.RawConnection;
import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that send a byte now and then, or come all at once, keep nobody from an answer. */
class SlowClientsIT {

  /** More than there are threads for requests. */
  private static final int SLOW = 200;

  private static final int NORMAL = 100;
  private static final int BURST = 500;

  @Test
  void keepNobodyElseWaiting() throws IOException {
    try (RunningGateway gateway =
        RunningGateway.start("gateway.limit.period=0s", "gateway.http.threads=16")) {
      Duration alone = slowest(gateway);
      List<RawConnection> slow = new ArrayList<>();
      try {
        for (int i = 0; i < SLOW; i++) {
          RawConnection connection = new RawConnection(gateway.port());
          slow.add(connection);
          connection.send(
              i % 2 == 0
                  ? "POST /api/journey/running/start/external HTTP/1.1\r\nHost: local"
                  : "POST /api/journey/running/start/external HTTP/1.1\r\nHost: localhost\r\n"
                      + "Authorization: Api start-and-read\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 1000\r\n\r\n{");
        }
        for (RawConnection connection : slow) {
          connection.send("\"");
        }

        Duration beside = slowest(gateway);

        // Twice as slow and some; a second is what a busy machine adds.
        assertThat(beside).isLessThan(alone.multipliedBy(2).plusSeconds(1));
      } finally {
        for (RawConnection connection : slow) {
          connection.close();
        }
      }
    }
  }

  /** A connection that finds no room is not refused: its client asks again a second later. */
  @Test
  void areKeptUntilTheyAreAcceptedWhenManyComeAtOnce() throws IOException {
    try (RunningGateway gateway = RunningGateway.start()) {
      gateway.connector().setAccepting(false);
      List<Socket> burst = new ArrayList<>();
      try {
        for (int i = 0; i < BURST; i++) {
          Socket socket = new Socket();
          burst.add(socket);
          socket.connect(new InetSocketAddress("localhost", gateway.port()), 900);
        }
      } finally {
        for (Socket socket : burst) {
          socket.close();
        }
      }
      gateway.connector().setAccepting(true);

      RunningGateway.uuid(gateway.post("running", "{\"users\": [\"ann\"]}"));
    }
  }

  private static Duration slowest(RunningGateway gateway) {
    long slowest = 0;
    for (int i = 0; i < NORMAL; i++) {
      long began = System.nanoTime();
      RunningGateway.uuid(gateway.post("running", "{\"users\": [\"u" + i + "\"]}"));
      slowest = Math.max(slowest, System.nanoTime() - began);
    }
    return Duration.ofNanos(slowest);
  }
}
