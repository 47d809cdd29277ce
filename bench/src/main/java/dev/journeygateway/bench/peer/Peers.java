package dev.journeygateway.bench.peer;

import java.io.IOException;
import java.io.PrintStream;

/**
 * What every peer process does: keep its standard output for answers, and end with the process that
 * started it.
 */
final class Peers {

  private Peers() {}

  /**
   * Sends everything that is logged to standard error from here on, and returns the real standard
   * output.
   */
  static PrintStream takeStandardOutput() {
    PrintStream answers = System.out;
    System.setOut(System.err);
    return answers;
  }

  /**
   * Ends this process once its standard input does, so that no peer outlives a run that was killed.
   */
  static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  continue;
                }
              } catch (IOException gone) {
                System.err.println("standard input is gone");
              }
              System.exit(0);
            },
            "end-with-parent");
    watch.setDaemon(true);
    watch.start();
  }
}
