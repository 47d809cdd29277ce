package dev.journeygateway.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the packaged gateway is started.
 *
 * @param jar what is run
 * @param options of the virtual machine
 */
record Launch(Path jar, List<String> options) {

  private static final Duration START_AT_MOST = Duration.ofSeconds(120);

  /** As README says: {@code java -jar}. */
  static Launch plain(Path jar) {
    if (!Files.isReadable(jar)) {
      throw new RigFailure("there is no " + jar + ": build it with mvn package");
    }
    return new Launch(jar.toAbsolutePath(), List.of());
  }

  /**
   * The same jar, unpacked once and with its classes in an archive that the virtual machine maps:
   * quicker to start, for those who start it hundreds of times.
   */
  static Launch quick(Path jar, Path folder) {
    Path java = Path.of(ProcessHandle.current().info().command().orElse("java"));
    Path unpacked = folder.resolve("unpacked");
    run(
        java,
        "-Djarmode=tools",
        "-jar",
        plain(jar).jar().toString(),
        "extract",
        "--destination",
        unpacked.toString());
    Path archive = folder.resolve("classes.jsa");
    Launch recording =
        new Launch(
            unpacked.resolve(jar.getFileName()).toAbsolutePath(),
            List.of("-XX:ArchiveClassesAtExit=" + archive.toAbsolutePath()));
    Path place = folder.resolve("recording");
    try {
      Files.createDirectories(place);
    } catch (IOException e) {
      throw new RigFailure("cannot make " + place, e);
    }
    Catalogue.write(place.resolve("journeys.yaml"), 1, 1);
    try (GatewayProcess gateway =
        new GatewayProcess(
            recording, place, List.of("--gateway.catalog=" + place.resolve("journeys.yaml")))) {
      gateway.start();
      gateway.awaitReady();
      gateway.calls().start(Catalogue.journey(0), List.of("u0"), "key");
      Pause.until(START_AT_MOST, gateway.calls()::idle);
      gateway.stop();
    }
    Rig.delete(place);
    return new Launch(
        recording.jar(), List.of("-XX:SharedArchiveFile=" + archive.toAbsolutePath()));
  }

  /** In words. */
  String says() {
    return options.isEmpty() ? "java -jar" : "with the archive of classes";
  }

  private static void run(Path java, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of(java.toString()));
    command.addAll(List.of(arguments));
    if (Programs.runQuietly(command.toArray(String[]::new)) != 0) {
      throw new RigFailure("the jar cannot be unpacked");
    }
  }
}
