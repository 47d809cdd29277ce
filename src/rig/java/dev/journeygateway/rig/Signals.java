package dev.journeygateway.rig;

/** Signals that Java itself cannot send. */
final class Signals {

  private Signals() {}

  static void send(String signal, long pid) {
    Programs.run("kill", signal, Long.toString(pid));
  }
}
