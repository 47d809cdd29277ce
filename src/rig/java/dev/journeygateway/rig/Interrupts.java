package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import dev.journeygateway.rig.LoadClient.Load;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Threads of the gateway are interrupted at random, also those that load devices, select people and
 * record them, and loads of devices are refused half way. A round is a file of devices, one that is
 * refused, a list, and a filter over the devices, with some hundred interrupts.
 */
final class Interrupts implements Row {

  private static final int JOURNEYS = 5000;
  private static final long PERIOD_MILLIS = 60_000;
  private static final int DEVICES = 5000;
  private static final int FILE_ROWS = 20_000;
  private static final Duration ROUND = Duration.ofSeconds(20);
  private static final Duration LOADED_WITHIN = Duration.ofSeconds(60);
  private static final int ACCEPTING_WITHIN_SECONDS = 15;

  private int loadsAgain;

  @Override
  public String name() {
    return "interrupts";
  }

  @Override
  public String fault() {
    return "threads of the gateway are interrupted, one after the other, and loads of devices are"
        + " refused half way";
  }

  @Override
  public String load() {
    return "50 requests/s over %,d entry points; a round is %d s with %,d devices, a list of %,d rows and a filter"
        .formatted(JOURNEYS, ROUND.toSeconds(), DEVICES, FILE_ROWS);
  }

  @Override
  public int promised() {
    return 20;
  }

  @Override
  public Outcome run(Trial trial) {
    Catalogue.write(
        trial.folder().resolve("journeys.yaml"), JOURNEYS + trial.rounds(), 2 * trial.rounds());
    Path whileThere = trial.folder().resolve("interrupt");
    try (GatewayProcess gateway =
        new GatewayProcess(
            trial.launch(),
            trial.folder().resolve("gateway"),
            List.of(
                "--gateway.catalog=" + trial.folder().resolve("journeys.yaml"),
                "--gateway.limit.period=" + PERIOD_MILLIS + "ms",
                "--gateway.files.settle=300ms"))) {
      Outcome.Measures measures = new Outcome.Measures();
      try (RequestLog log = new RequestLog(trial.log());
          LoadClient load = new LoadClient(Load.usual(JOURNEYS), log, List.of(gateway.calls()))) {
        FileDrops files = new FileDrops(gateway.inbox(), log);
        gateway.start(agent(trial.folder(), whileThere));
        gateway.awaitReady();
        load.start();
        Pause.of(Duration.ofSeconds(5));
        long from = RigClock.millis();
        Files.createFile(whileThere);
        for (int round = 0; round < trial.rounds(); round++) {
          once(gateway, log, files, round);
          trial.say(
              "%s: round %d, %d accepted, %d interrupts",
              name(), round + 1, load.acceptedCount(), gateway.logged(Interrupter.SAYS));
        }
        Files.delete(whileThere);
        long ended = RigClock.millis();
        measures.told(
            "%,d interrupts, the embedded broker was started again %d times; %,d accepted and %,d"
                + " times 503 meanwhile; %d loads of devices were interrupted and made again",
            gateway.logged(Interrupter.SAYS),
            gateway.logged("The broker runs again"),
            load.timeline().count(Kind.ACCEPTED, from, ended),
            load.timeline().count(Kind.UNAVAILABLE, from, ended),
            loadsAgain);
        Pause.of(Duration.ofSeconds(ACCEPTING_WITHIN_SECONDS + 5));
        OptionalLong seconds = load.timeline().secondsUntilAccepted(ended, 95);
        measures.promised(
            seconds.isPresent() && seconds.getAsLong() <= ACCEPTING_WITHIN_SECONDS,
            "95 %% accepted %s",
            seconds.isPresent() ? seconds.getAsLong() + " s after the last" : "not any more");
        load.finish(Duration.ofSeconds(30));
        Duration drained = Draining.await(gateway.calls(), files, Duration.ofSeconds(120));
        measures
            .promised(
                drained.compareTo(Duration.ofSeconds(60)) <= 0,
                "everything entered %.1f s after the load ended",
                drained.toMillis() / 1000.0)
            .promised(
                load.slow() == 0,
                "%d of %,d answers later than 5 s, the slowest %.1f s",
                load.slow(),
                load.sent(),
                load.slowestMillis() / 1000.0)
            .promised(gateway.alive(), "the process is %s", gateway.alive() ? "the same" : "gone");
      } catch (IOException e) {
        throw new RigFailure("the interrupts cannot be begun or ended", e);
      }
      gateway.stop();
      return new Outcome(
          trial.rounds(),
          RandomKill.check(trial, Storage.embedded(gateway.folder()), PERIOD_MILLIS),
          measures.list());
    }
  }

  /**
   * The option of the virtual machine that puts the {@link Interrupter} there.
   *
   * @param folder where its jar is made
   */
  private static String agent(Path folder, Path whileThere) {
    Path jar = folder.resolve("interrupter.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", Interrupter.class.getName());
    String name = Interrupter.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Interrupter.class.getResourceAsStream("/" + name);
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
      out.closeEntry();
    } catch (IOException e) {
      throw new RigFailure("the agent that interrupts cannot be made", e);
    }
    return "-javaagent:" + jar.toAbsolutePath() + "=" + whileThere.toAbsolutePath();
  }

  private void once(GatewayProcess gateway, RequestLog log, FileDrops files, int round)
      throws IOException {
    long end = System.nanoTime() + ROUND.toNanos();
    if (files.outstanding() == 0) {
      files.drop(FILE_ROWS);
    }
    Path folder =
        Files.createDirectories(gateway.inbox().resolve("devices").resolve(Catalogue.APPLICATION));
    String group = "g" + round;
    drop(folder, group + "-refused.csv", refused(round));
    load(folder, group, devices("d" + round + "-", group));
    select(gateway.calls(), log, round, group);
    while (System.nanoTime() < end) {
      gateway.calls().start(Catalogue.journey(JOURNEYS + round), filter(group), null, true);
      Pause.of(Duration.ofMillis(500));
    }
  }

  /** A load that was interrupted leaves no result: it is made again, as its owner would. */
  private void load(Path folder, String group, byte[] devices) throws IOException {
    for (int attempt = 0; ; attempt++) {
      String name = group + "-" + attempt + ".csv";
      String result = "-" + group + "-" + attempt + ".result.json";
      drop(folder, name, devices);
      if (!Pause.until(LOADED_WITHIN, () -> !Files.exists(folder.resolve(name)))) {
        throw new RigFailure("the devices of " + name + " are not loaded");
      }
      if (Pause.until(LOADED_WITHIN, () -> filed(folder.resolve("archive"), result))) {
        return;
      }
      loadsAgain++;
    }
  }

  private static boolean filed(Path drawer, String ending) {
    if (!Files.exists(drawer)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(drawer)) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(ending));
    } catch (IOException | UncheckedIOException e) {
      // Something was renamed meanwhile.
      return false;
    }
  }

  private static void drop(Path folder, String name, byte[] text) throws IOException {
    Path part = Files.write(folder.resolve(name + ".part"), text);
    Files.move(part, folder.resolve(name));
  }

  private static byte[] devices(String prefix, String city) {
    StringBuilder text = new StringBuilder("hwid,user_id,City\n");
    for (int i = 0; i < DEVICES; i++) {
      text.append("hw-").append(prefix).append(i).append(',').append(prefix).append(i);
      text.append(',').append(city).append('\n');
    }
    return text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Its last line is no UTF-8, so that it is refused when most of it is read. */
  private static byte[] refused(int round) {
    byte[] text = devices("x" + round + "-", "nowhere");
    text[text.length - 3] = (byte) 0xff;
    return text;
  }

  private static String filter(String city) {
    return "{\"payload\": {\"filter\": \"T(\\\"City\\\", eq, \\\"%s\\\")\"}}".formatted(city);
  }

  /** The people of a filter count as those of a file: their ids are as good as any list's. */
  private static void select(Calls calls, RequestLog log, int round, String group) {
    String journey = Catalogue.journey(JOURNEYS + round);
    log.dropping(journey, "filter-" + round, DEVICES, "d" + round + "-");
    String body = filter(group);
    boolean accepted =
        Pause.until(
            Duration.ofSeconds(60),
            Duration.ofMillis(500),
            () -> calls.start(journey, body, "filter-" + round, false).kind() == Kind.ACCEPTED);
    if (!accepted) {
      throw new RigFailure("the filter of round " + (round + 1) + " was not accepted");
    }
  }
}
