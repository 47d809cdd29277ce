package dev.journeygateway.rig;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A generated catalogue: one application, one token, and running journeys with one entry point
 * each, for calls and for files.
 */
final class Catalogue {

  static final String APPLICATION = "AAAAA-00001";
  static final String TOKEN = "rig";

  private Catalogue() {}

  /** A journey for calls, from 0 on. */
  static String journey(long number) {
    return "call-%05d".formatted(number);
  }

  /** A journey for files, from 0 on. */
  static String fileJourney(long number) {
    return "file-%05d".formatted(number);
  }

  /** Writes the file, with as many journeys of each kind. */
  static void write(Path file, int journeys, int fileJourneys) {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(
          """
          applications:
            - code: %s
              name: Rig
              unknown-ids: enter
              tokens:
                - {sha256: %s, scopes: [start, read], hint: "...rig"}
              journeys:
          """
              .formatted(APPLICATION, sha256(TOKEN)));
      for (int i = 0; i < journeys; i++) {
        write(out, journey(i));
      }
      for (int i = 0; i < fileJourneys; i++) {
        write(out, fileJourney(i));
      }
    } catch (IOException e) {
      throw new RigFailure("cannot write " + file, e);
    }
  }

  private static void write(Writer out, String id) throws IOException {
    out.write(
        """
              - id: %1$s
                title: %1$s
                state: running
                entry-points:
                  - {id: %1$s-api, attributes: [promo_code], re-entry: always}
        """
            .formatted(id));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
