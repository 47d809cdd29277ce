package dev.journeygateway.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Which code of the product was run: all that goes into its jar, and nothing of the rig's own.
 *
 * @param name equal for equal code; blank where some of it is not committed
 * @param commit the last that changed it
 */
record Code(String name, String commit) {

  private static final List<String> PARTS = List.of("src/main", "routes", "config", "pom.xml");

  /** The code in the folder that we are in. */
  static Code here() {
    List<String> trees = new ArrayList<>(List.of("rev-parse"));
    PARTS.forEach(part -> trees.add("HEAD:" + part));
    String name = String.join("", git(trees).lines().map(tree -> tree.substring(0, 10)).toList());
    List<String> last = new ArrayList<>(List.of("log", "-1", "--format=%h", "--"));
    last.addAll(PARTS);
    List<String> changes = new ArrayList<>(List.of("status", "--porcelain", "--"));
    changes.addAll(PARTS);
    boolean committed = git(changes).isBlank();
    return new Code(committed ? name : "", git(last).strip() + (committed ? "" : " and more"));
  }

  private static String git(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new RigFailure("it cannot be told which code was run: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new RigFailure("git cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigFailure("interrupted", e);
    }
  }
}
