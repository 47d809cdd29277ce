package dev.journeygateway.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The page that keeps the last figures of every command, each between markers of its own. */
public final class Report {

  private static final String PREFACE =
      """
      # Benchmarks

      Every table here was written by the command above it (`bench/run NAME --write`), which starts the gateway and
      its peers as processes of their own on one machine, warms them up, and measures them in turn for several rounds.

      Read ratios, not absolutes. Load client, server and broker share the same few cores and one disk, so a figure of
      requests per second says as much about the machine as about the code; what was measured side by side in one run
      can be compared, what was measured on two days cannot. Within a run we have seen 15 to 25 % of noise, between
      runs a factor of two. Each cell is therefore a median over rounds with the lowest and the highest beside
      it, a ratio is taken round by round before its median, and the share of the machine that other processes used
      meanwhile is given. The order of the subjects changes from round to round.

      """;

  private Report() {}

  /**
   * Puts {@code text} between the markers of {@code name}, keeping everything else; makes the page
   * when it is missing. What was measured with delayed syncs has a section of its own, whose
   * command says so.
   *
   * @throws BenchFailure when it cannot be written, or has only one of the two markers
   */
  public static void write(Path page, String name, String text) {
    write(page, name, text, Machine.syncDelay());
  }

  static void write(Path page, String name, String text, Optional<String> syncDelay) {
    put(
        page,
        name + syncDelay.map(micros -> "-slow").orElse(""),
        syncDelay
            .map(
                micros ->
                    text.replaceFirst("`bench/run", "`SYNC_DELAY_US=" + micros + " bench/run"))
            .orElse(text));
  }

  private static void put(Path page, String name, String text) {
    String begin = "<!-- " + name + ":begin -->";
    String end = "<!-- " + name + ":end -->";
    String section = begin + "\n\n" + text.strip() + "\n\n" + end;
    try {
      String old = Files.exists(page) ? Files.readString(page) : PREFACE;
      int from = old.indexOf(begin);
      int to = old.indexOf(end);
      if (from < 0 != to < 0 || to < from) {
        throw new BenchFailure(page + " has a broken pair of markers for " + name);
      }
      String fresh =
          from < 0
              ? old.stripTrailing() + "\n\n" + section + "\n"
              : old.substring(0, from) + section + old.substring(to + end.length());
      Files.createDirectories(page.toAbsolutePath().getParent());
      Files.writeString(page, fresh);
    } catch (IOException e) {
      throw new BenchFailure("cannot write " + page, e);
    }
  }
}
