package dev.journeygateway.bench.gateway;

import dev.journeygateway.bench.run.BenchFailure;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A generated catalogue: one application, one token, and as many running journeys as asked, each
 * with one entry point.
 *
 * <p>Tags stand in it by name and type.
 *
 * <p>Many journeys, because a permit belongs to an entry point: accepted requests at speed come for
 * many of them.
 */
public record DemoCatalogue(int journeys, Map<String, String> tags, Optional<Service> destination) {

  /** Whose people become entries. */
  public DemoCatalogue(int journeys, Map<String, String> tags) {
    this(journeys, tags, Optional.empty());
  }

  /** Without tags. */
  public DemoCatalogue(int journeys) {
    this(journeys, Map.of());
  }

  /** All of whose journeys run at a hosted service. */
  public static DemoCatalogue at(Service destination, int journeys) {
    return new DemoCatalogue(journeys, Map.of(), Optional.of(destination));
  }

  /**
   * A hosted service.
   *
   * @param period between two calls for one entry point
   */
  public record Service(int port, Duration period, int idsPerCall) {}

  public static final String APPLICATION = "AAAAA-00001";
  public static final String TOKEN = "bench-token";

  /** The id of a journey, from 0 on; its entry point bears the same. */
  public static String journeyId(int number) {
    return String.format("bench-%07d", number);
  }

  /** Writes the file and returns it. */
  Path write(Path file) {
    try (Writer out = Files.newBufferedWriter(file)) {
      if (destination.isPresent()) {
        write(destination.get(), file.resolveSibling("token"), out);
      }
      out.write(
          """
          applications:
            - code: %s
              name: Bench
              unknown-ids: enter
              tokens:
                - sha256: %s
                  scopes: [start, read]
                  hint: "...oken"
          """
              .formatted(APPLICATION, sha256(TOKEN)));
      out.write(destination.isEmpty() ? "" : "    destination: hosted\n");
      out.write(tags.isEmpty() ? "" : "    tags:\n");
      for (Map.Entry<String, String> tag : tags.entrySet()) {
        out.write("      - {name: %s, type: %s}\n".formatted(tag.getKey(), tag.getValue()));
      }
      out.write("    journeys:\n");
      for (int i = 0; i < journeys; i++) {
        out.write(
            """
                  - id: %1$s
                    title: Journey %2$d
                    state: running
                    entry-points:
                      - {id: %1$s, attributes: [promo_code, tier, city, language], re-entry: always}
            """
                .formatted(journeyId(i), i));
      }
      return file.toAbsolutePath();
    } catch (IOException e) {
      throw new BenchFailure("cannot write " + file, e);
    }
  }

  private static void write(Service service, Path token, Writer out) throws IOException {
    Files.writeString(token, TOKEN);
    out.write(
        """
        destinations:
          - name: hosted
            type: journey-api
            url: http://127.0.0.1:%d
            token: file:%s
            period: %dms
            ids-per-call: %d
            max-calls: 10000000
        """
            .formatted(
                service.port(),
                token.toAbsolutePath(),
                service.period().toMillis(),
                service.idsPerCall()));
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
