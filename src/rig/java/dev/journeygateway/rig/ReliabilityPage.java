package dev.journeygateway.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** docs/reliability.md: one line a row, written by whoever ran it. */
final class ReliabilityPage {

  private final Path file;

  ReliabilityPage(Path file) {
    this.file = file;
  }

  /** Puts a row's outcome in the place of its line. */
  void write(Row row, Outcome outcome, String commit) {
    Verdict v = outcome.verdict();
    String measured =
        outcome.measures().stream()
            .map(measure -> measure.kept() ? measure.text() : "**not reached:** " + measure.text())
            .collect(Collectors.joining("; "));
    List<String> more = new ArrayList<>();
    if (v.limitBroken() > 0) {
      more.add("**limit broken %d times**".formatted(v.limitBroken()));
    }
    if (v.stuck() > 0) {
      more.add("**%d refusals by rate without a cause**".formatted(v.stuck()));
    }
    if (v.stranded() > 0) {
      more.add("**%d on the way for ever**".formatted(v.stranded()));
    }
    if (v.dead() > 0) {
      more.add("**%d dead letters**".formatted(v.dead()));
    }
    if (v.broken() > 0) {
      more.add(
          "**%d wrong answers (404 or 500 to a request that is right)**".formatted(v.broken()));
    }
    if (v.late() > 0) {
      more.add("%d entered whose commit came too late".formatted(v.late()));
    }
    if (!measured.isEmpty()) {
      more.add(measured);
    }
    replace(
        row.name(),
        List.of(
            row.fault(),
            row.load(),
            "%,d of %,d".formatted(outcome.rounds(), row.promised()),
            "%,d (%,d ids)".formatted(v.accepted(), v.ids()),
            count(v.lost()),
            count(v.partial()),
            count(v.duplicate()),
            count(v.unexpected()),
            (outcome.holds() ? "holds" : "**does not hold**")
                + (more.isEmpty() ? "" : ": " + String.join("; ", more))
                + "; code of "
                + commit));
  }

  private static String count(long count) {
    return count == 0 ? "0" : "**" + count + "**";
  }

  /** Notes whether a planted fault was found. */
  void writePlanted(String name, String says, int foundInRound, int rounds, String how) {
    replace(
        "planted " + name,
        List.of(
            says,
            foundInRound > 0
                ? "found in round " + foundInRound + " of at most " + rounds
                : "**not found in " + rounds + " rounds**",
            how.isEmpty() ? "-" : how));
  }

  private void replace(String name, List<String> cells) {
    String begin = "| `" + name + "` |";
    String line = begin + " " + String.join(" | ", cells) + " |";
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      boolean found = false;
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith(begin)) {
          lines.set(i, line);
          found = true;
        }
      }
      if (!found) {
        throw new RigFailure(file + " has no line that begins with " + begin);
      }
      Files.write(file, lines);
    } catch (IOException e) {
      throw new RigFailure("cannot write " + file, e);
    }
  }
}
