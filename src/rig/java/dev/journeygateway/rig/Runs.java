package dev.journeygateway.rig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every run that a line of the page stands for, one JSON object a line, so that a row can be
 * continued.
 */
final class Runs {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * One run of a row.
   *
   * @param code the product's code that was run, as {@link Code} names it
   * @param commit that made it
   */
  record Run(String row, String code, String commit, Outcome outcome) {}

  private final Path file;

  /**
   * @param page beside which the file lies
   */
  Runs(Path page) {
    this.file = page.resolveSibling("reliability-runs.jsonl");
  }

  /**
   * Keeps a run.
   *
   * @param more whether earlier runs of this row with the same code stay; those with other code go
   * @return all runs that the row has now, the oldest first
   */
  List<Run> keep(Run run, boolean more) {
    List<Run> all = read();
    all.removeIf(
        earlier -> earlier.row().equals(run.row()) && !(more && earlier.code().equals(run.code())));
    all.add(run);
    try {
      List<String> lines = new ArrayList<>();
      for (Run each : all) {
        lines.add(JSON.writeValueAsString(each));
      }
      Files.write(file, lines);
    } catch (IOException e) {
      throw new RigFailure("cannot write " + file, e);
    }
    return all.stream().filter(each -> each.row().equals(run.row())).toList();
  }

  /** How many rounds a row has with this code. */
  int rounds(String row, String code) {
    return read().stream()
        .filter(run -> run.row().equals(row) && run.code().equals(code))
        .mapToInt(run -> run.outcome().rounds())
        .sum();
  }

  private List<Run> read() {
    List<Run> all = new ArrayList<>();
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          all.add(JSON.readValue(line, Run.class));
        }
      }
    } catch (JsonProcessingException e) {
      throw new RigFailure(file + " is not as it was written", e);
    } catch (IOException e) {
      throw new RigFailure("cannot read " + file, e);
    }
    return all;
  }
}
