package dev.journeygateway.rig;

import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs inside the gateway, as an agent of its virtual machine: interrupts one thread after the
 * other at random moments, for as long as a file is there. Every other time it takes one that is at
 * work in the gateway, its database or its broker's store. It is alone there: no other class of the
 * rig is.
 */
final class Interrupter implements Runnable {

  static final String SAYS = "RIG INTERRUPTS ";

  private static final int LONGEST_REST_MILLIS = 400;
  private static final List<String> WORK =
      List.of("dev.journeygateway.", "org.sqlite.", "org.apache.activemq.store.");

  private final Path whileThere;
  private final Random random = new Random();

  private Interrupter(Path whileThere) {
    this.whileThere = whileThere;
  }

  /** Where the virtual machine begins. */
  public static void premain(String whileThere, Instrumentation any) {
    Thread thread = new Thread(new Interrupter(Path.of(whileThere)), "rig-interrupter");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    while (true) {
      try {
        Thread.sleep(1 + random.nextInt(LONGEST_REST_MILLIS));
      } catch (InterruptedException e) {
        continue;
      }
      if (Files.exists(whileThere)) {
        interruptOne();
      }
    }
  }

  private void interruptOne() {
    boolean atWork = random.nextBoolean();
    List<Thread> threads = new ArrayList<>();
    for (Map.Entry<Thread, StackTraceElement[]> one : Thread.getAllStackTraces().entrySet()) {
      Thread thread = one.getKey();
      boolean ofTheMachine = thread.getThreadGroup() == null || isSystem(thread.getThreadGroup());
      if (thread != Thread.currentThread()
          && !ofTheMachine
          && (!atWork || isAtWork(one.getValue()))) {
        threads.add(thread);
      }
    }
    if (!threads.isEmpty()) {
      Thread thread = threads.get(random.nextInt(threads.size()));
      System.out.println(SAYS + thread.getName());
      thread.interrupt();
    }
  }

  private static boolean isSystem(ThreadGroup group) {
    return group.getParent() == null;
  }

  private static boolean isAtWork(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      for (String begin : WORK) {
        if (frame.getClassName().startsWith(begin)) {
          return true;
        }
      }
    }
    return false;
  }
}
