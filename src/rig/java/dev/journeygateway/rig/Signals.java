package dev.journeygateway.rig;

import java.io.IOException;

/** Signals that Java itself cannot send. */
final class Signals {

  private Signals() {}

  static void send(String signal, long pid) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(pid)).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new RigFailure("kill cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
