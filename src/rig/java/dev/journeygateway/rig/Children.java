package dev.journeygateway.rig;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every process that the rig started: none outlives it, not even where it is interrupted. */
final class Children {

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "end-children"));
  }

  private Children() {}

  static Process add(Process process) {
    RUNNING.add(process);
    process.onExit().thenAccept(RUNNING::remove);
    return process;
  }
}
