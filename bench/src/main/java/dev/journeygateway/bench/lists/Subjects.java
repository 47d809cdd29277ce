package dev.journeygateway.bench.lists;

import dev.journeygateway.bench.gateway.DemoCatalogue;
import dev.journeygateway.bench.gateway.Gateway;
import dev.journeygateway.bench.gateway.GatewayDatabase;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Child;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Who loads a list, each with its own way of being asked. */
final class Subjects {

  static final String JOURNEY = DemoCatalogue.journeyId(0);

  /** The longest that a list may take before the run is given up. */
  private static final Duration AT_MOST = Duration.ofMinutes(20);

  private Subjects() {}

  /** Loads a list into an empty table and says how long it took. */
  interface Subject {

    String name();

    /** Seconds from the file lying there to its rows being committed. */
    double load(ListFile list) throws IOException;
  }

  /** The gateway: from the rename that makes the file whole to the request being done. */
  record GatewaySubject(String name, Gateway gateway, Path folder, GatewayDatabase database)
      implements Subject {

    static GatewaySubject start(
        Children children, String name, Path jar, GatewayDatabase database, Options options) {
      List<String> settings =
          new ArrayList<>(
              List.of(
                  "--gateway.roles=files,worker",
                  "--gateway.limit.period=0s",
                  "--gateway.files.done-marker=true",
                  "--gateway.files.poll-interval=100ms",
                  "--spring.datasource.url=" + database.url(),
                  "--spring.datasource.username=postgres"));
      settings.addAll(options.settings());
      Gateway gateway =
          Gateway.start(children, name, jar, new DemoCatalogue(1), options.jvmOptions(), settings);
      return new GatewaySubject(
          name, gateway, children.folder(name).resolve("inbox").resolve(JOURNEY), database);
    }

    record Options(List<String> jvmOptions, List<String> settings) {}

    @Override
    public double load(ListFile list) throws IOException {
      Files.createDirectories(folder);
      String name = list.name() + "-" + list.rows() + ".csv";
      list.writeCsv(folder.resolve(name + ".part"));
      Files.move(folder.resolve(name + ".part"), folder.resolve(name));
      long from = System.nanoTime();
      Files.createFile(folder.resolve(name + ".done"));
      String state = "";
      while (!state.equals("done")) {
        Pause.of(Duration.ofMillis(25));
        state =
            database.text("select state from start_request where file = '" + name + "'").orElse("");
        if (state.equals("failed") || System.nanoTime() - from > AT_MOST.toNanos()) {
          throw new BenchFailure("the gateway's request for " + name + " is " + state);
        }
      }
      double seconds = (System.nanoTime() - from) / 1e9;
      requireEntries(list, database);
      awaitFiledAway(name);
      return seconds;
    }

    /** So that one list does not pay for another's being moved. */
    private void awaitFiledAway(String name) {
      gateway
          .child()
          .awaitReady(
              Duration.ofSeconds(30),
              () -> database.text("select name from start_file where name = '" + name + "'"));
    }
  }

  /** Spring Batch: from the launch of its job to its end. */
  record BatchSubject(String name, Child child, Path folder, GatewayDatabase database)
      implements Subject {

    static BatchSubject start(
        Children children,
        String name,
        GatewayDatabase database,
        String urlOption,
        boolean tables) {
      List<String> arguments = new ArrayList<>(List.of(database.url() + urlOption, JOURNEY));
      if (tables) {
        arguments.add("tables");
      }
      String process = name.replaceAll("\\W+", "-");
      Child child = children.startDatabasePeer(process, BatchPeer.class, List.of(), arguments);
      String ready = child.read();
      if (!ready.equals("ready")) {
        throw new BenchFailure(name + " says " + ready);
      }
      return new BatchSubject(name, child, children.folder(process), database);
    }

    @Override
    public double load(ListFile list) throws IOException {
      Path file = folder.resolve(list.name() + ".csv");
      list.writeCsv(file);
      String[] answer = child.ask(file.toString()).split(" ");
      if (Long.parseLong(answer[0]) != list.rows()) {
        throw new BenchFailure(name + " wrote " + answer[0] + " rows");
      }
      requireEntries(list, database);
      Files.delete(file);
      return Long.parseLong(answer[1]) / 1e3;
    }
  }

  /** PostgreSQL's own COPY of the same rows, in one statement and one commit. */
  record CopySubject(String name, Path folder, GatewayDatabase database) implements Subject {

    @Override
    public double load(ListFile list) throws IOException {
      Path file = folder.resolve(list.name() + ".copy");
      list.writeCopy(file, UUID.randomUUID(), JOURNEY);
      long from = System.nanoTime();
      database.copy(file);
      double seconds = (System.nanoTime() - from) / 1e9;
      requireEntries(list, database);
      Files.delete(file);
      return seconds;
    }
  }

  private static void requireEntries(ListFile list, GatewayDatabase database) {
    long entries = database.entries();
    if (entries != list.rows()) {
      throw new BenchFailure(entries + " entries of " + list.rows() + " rows");
    }
  }
}
