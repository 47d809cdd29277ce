package dev.journeygateway.rig;

import java.io.IOException;

/** Programs of the machine that do one thing and end. */
final class Programs {

  private Programs() {}

  /**
   * Runs one to its end; what it says is seen.
   *
   * @return its exit status; -1 when we are interrupted
   */
  static int run(String... command) {
    return run(new ProcessBuilder(command).inheritIO());
  }

  /** Runs one in silence, for one that may fail. */
  static int runQuietly(String... command) {
    return run(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD));
  }

  /**
   * @throws RigFailure when it fails, with what it is needed for
   */
  static void require(String needed, String... command) {
    if (run(command) != 0) {
      throw new RigFailure(needed + ": " + String.join(" ", command) + " failed");
    }
  }

  private static int run(ProcessBuilder builder) {
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new RigFailure(builder.command().get(0) + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
