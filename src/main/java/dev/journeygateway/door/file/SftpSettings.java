package dev.journeygateway.door.file;

import dev.journeygateway.limit.JourneyOverLimit;
import dev.journeygateway.limit.OverLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The SFTP door.
 *
 * @param servers those that are polled
 * @param pollInterval how often the servers are looked at
 * @param overLimit what becomes of a file that comes while its entry point's slot is taken; empty
 *     does as the folder door
 * @param journeys what is different for single journeys, by their ids
 */
@ConfigurationProperties(prefix = "gateway.sftp", ignoreUnknownFields = false)
public record SftpSettings(
    List<Server> servers,
    @DefaultValue("5s") Duration pollInterval,
    Optional<OverLimit> overLimit,
    Map<String, JourneyOverLimit> journeys) {

  /**
   * One server.
   *
   * @param password or key: one of the two
   * @param key the path of a private key's file
   * @param knownHosts the server's host key, as OpenSSH keeps it; a server with another key is not
   *     spoken to
   * @param folder where the journeys' folders lie or, with a journey, its files
   * @param journey the journey of all files in the folder
   */
  public record Server(
      String host,
      @DefaultValue("22") int port,
      String user,
      Optional<String> password,
      Optional<String> key,
      Optional<String> keyPassphrase,
      Path knownHosts,
      @DefaultValue("inbox") String folder,
      Optional<String> journey) {

    public Server {
      password = password == null ? Optional.empty() : password;
      key = key == null ? Optional.empty() : key;
      keyPassphrase = keyPassphrase == null ? Optional.empty() : keyPassphrase;
      journey = journey == null ? Optional.empty() : journey;
      if (host == null || user == null) {
        throw new IllegalArgumentException("gateway.sftp.servers: a server needs host and user");
      }
      if (password.isPresent() == key.isPresent()) {
        throw new IllegalArgumentException(
            "gateway.sftp.servers: " + host + " needs a password or a key, one of the two");
      }
      if (knownHosts == null) {
        throw new IllegalArgumentException(
            "gateway.sftp.servers: "
                + host
                + " needs known-hosts, without which it could be anybody");
      }
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException(
            "gateway.sftp.servers: port must be 1 to 65535, not " + port);
      }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
      return user + "@" + host + ":" + port + "/" + folder;
    }
  }

  public SftpSettings {
    servers = servers == null ? List.of() : List.copyOf(servers);
    overLimit = overLimit == null ? Optional.empty() : overLimit;
    journeys = journeys == null ? Map.of() : Map.copyOf(journeys);
    if (pollInterval.toMillis() < 10 || pollInterval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "gateway.sftp.poll-interval must be 10ms to 1h, not " + pollInterval);
    }
  }

  /**
   * What becomes of a file for that journey's entry point while its slot is taken.
   *
   * @param ofFolder what the folder door does
   */
  public OverLimit overLimit(String journeyId, OverLimit ofFolder) {
    return JourneyOverLimit.of(journeys, journeyId, overLimit.orElse(ofFolder));
  }
}
