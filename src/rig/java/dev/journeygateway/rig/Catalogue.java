package dev.journeygateway.rig;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A generated catalogue: one application, one token, one tag, and running journeys with one entry
 * point each, for calls and for files.
 */
final class Catalogue {

  static final String APPLICATION = "AAAAA-00001";
  static final String TOKEN = "rig";
  private static final String WAIT = "wait-";

  private Catalogue() {}

  /** A journey for calls, from 0 on. */
  static String journey(long number) {
    return "call-%05d".formatted(number);
  }

  /** A journey for files, from 0 on. */
  static String fileJourney(long number) {
    return "file-%05d".formatted(number);
  }

  /** A journey for calls whose gateway lets them wait for their slot, from 0 on. */
  static String waitJourney(long number) {
    return WAIT + "%05d".formatted(number);
  }

  /** Whether calls for a journey wait for their slot. */
  static boolean waits(String journey) {
    return journey.startsWith(WAIT);
  }

  /** The settings that let calls for so many journeys wait. */
  static List<String> waitSettings(int journeys) {
    return IntStream.range(0, journeys)
        .mapToObj(i -> "--gateway.http.journeys[%s].over-limit=coalesce".formatted(waitJourney(i)))
        .toList();
  }

  /** Writes the file, with as many journeys for calls and for files. */
  static void write(Path file, int journeys, int fileJourneys) {
    write(file, journeys, fileJourneys, 0);
  }

  /** Writes the file, with as many journeys of each kind. */
  static void write(Path file, int journeys, int fileJourneys, int waitJourneys) {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(
          """
          applications:
            - code: %s
              name: Rig
              unknown-ids: enter
              tokens:
                - {sha256: %s, scopes: [start, read], hint: "...rig"}
              tags:
                - {name: City, type: string}
              journeys:
          """
              .formatted(APPLICATION, sha256(TOKEN)));
      for (int i = 0; i < journeys; i++) {
        write(out, journey(i));
      }
      for (int i = 0; i < fileJourneys; i++) {
        write(out, fileJourney(i));
      }
      for (int i = 0; i < waitJourneys; i++) {
        write(out, waitJourney(i));
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
