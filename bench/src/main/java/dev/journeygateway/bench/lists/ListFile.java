package dev.journeygateway.bench.lists;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A list of five columns as a database exports it, sorted by id, and the rows that become of it in
 * the form that COPY reads.
 *
 * @param rows how many people
 * @param name goes into every row, so that no two files have the same content
 */
record ListFile(long rows, String name) {

  private static final String[] TIERS = {"gold", "silver", "bronze"};
  private static final String[] CITIES = {"London", "Leeds", "New York", "Paris", "Rome"};
  private static final String[] LANGUAGES = {"en", "fr", "de", "it"};

  private interface RowWriter {
    void write(Writer out, String id, String promo, String tier, String city, String language)
        throws IOException;
  }

  /** The file that is dropped. */
  void writeCsv(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("user_id,promo_code,tier,city,language\n");
      write(
          out,
          (to, id, promo, tier, city, language) ->
              to.append(id)
                  .append(',')
                  .append(promo)
                  .append(',')
                  .append(tier)
                  .append(',')
                  .append(city)
                  .append(',')
                  .append(language)
                  .append('\n'));
    }
  }

  /** The rows of entry as PostgreSQL's COPY takes them. */
  void writeCopy(Path file, UUID request, String journeyId) throws IOException {
    String head = request + "\t" + journeyId + "\t" + journeyId + "\t";
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      write(
          out,
          (to, id, promo, tier, city, language) ->
              to.append(head)
                  .append(id)
                  .append("\t{\"promo_code\":\"")
                  .append(promo)
                  .append("\",\"tier\":\"")
                  .append(tier)
                  .append("\",\"city\":\"")
                  .append(city)
                  .append("\",\"language\":\"")
                  .append(language)
                  .append("\"}\t2026-01-01 00:00:00+00\n"));
    }
  }

  private void write(Writer out, RowWriter row) throws IOException {
    String promo = "PROMO" + name;
    for (long i = 0; i < rows; i++) {
      row.write(
          out,
          String.format("user-%09d", i),
          promo,
          TIERS[(int) (i % TIERS.length)],
          CITIES[(int) (i % CITIES.length)],
          LANGUAGES[(int) (i % LANGUAGES.length)]);
    }
  }
}
