package dev.journeygateway.bench.lists;

import dev.journeygateway.bench.gateway.GatewayDatabase;
import dev.journeygateway.bench.gateway.GatewayOptions;
import dev.journeygateway.bench.lists.Subjects.BatchSubject;
import dev.journeygateway.bench.lists.Subjects.CopySubject;
import dev.journeygateway.bench.lists.Subjects.GatewaySubject;
import dev.journeygateway.bench.lists.Subjects.Subject;
import dev.journeygateway.bench.run.ChildOptions;
import dev.journeygateway.bench.run.Children;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.PageOptions;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Rows a second from a file to entries, beside Spring Batch and COPY in alternating rounds, and the
 * memory of a gateway that takes a very long list.
 */
@Command(
    name = "lists",
    description = "Lists in files to entries on PostgreSQL, beside Spring Batch and COPY.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ListsCommand implements Callable<Integer> {

  private static final String GATEWAY = "gateway";
  private static final String BATCH = "Spring Batch";
  private static final String REWRITTEN = "Spring Batch, reWriteBatchedInserts";
  private static final String COPY = "COPY";

  private static final double BATCH_TARGET = 3;
  private static final double MEMORY_TARGET = 1.2;
  private static final int SHORT_LIST = 100_000;

  @Option(names = "--rounds", defaultValue = "5", description = "0 leaves the comparison out.")
  private int rounds;

  @Option(names = "--rows", defaultValue = "1000000", description = "Rows of a round's file.")
  private long rows;

  @Option(
      names = "--warm-up",
      defaultValue = "60",
      description = "Seconds for which each process loads such files before round one.")
  private double warmUp;

  @Option(
      names = "--long",
      defaultValue = "10000000",
      description = "Rows of the long list; 0 leaves it out.")
  private long longRows;

  @Option(names = "--heap", defaultValue = "256m", description = "-Xms and -Xmx of every child.")
  private String heap;

  @Option(
      names = "--only",
      split = ",",
      description = "Subjects by the first letters of their names.")
  private List<String> only = List.of();

  @Option(
      names = "--postgres-setting",
      description = "One more name=value for PostgreSQL; may be repeated.")
  private List<String> postgresSettings = new ArrayList<>();

  @Mixin private GatewayOptions measured = new GatewayOptions();

  @Mixin private ChildOptions place = new ChildOptions();

  @Mixin private PageOptions page = new PageOptions();

  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
  private int files;

  @Override
  public Integer call() throws IOException {
    // The whole heap from the start: how much of it a collector fills before it collects says
    // nothing of a list's length.
    List<String> wholeHeap = List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch");
    try (Children children = place.children("lists", wholeHeap);
        GatewayDatabase database = new GatewayDatabase(postgresSettings)) {
      String machine = Machine.describe(children.folder("probe")) + "; " + database.describe();
      System.err.println(machine);
      StringBuilder report = new StringBuilder("## Lists in files: `bench/run lists`\n\n");
      if (rounds > 0) {
        report.append(comparison(children, database, machine)).append('\n');
      }
      if (longRows > 0) {
        report.append(longList(children, database)).append('\n');
      }
      System.out.println(report);
      page.put("lists", report.toString());
    }
    return 0;
  }

  private String comparison(Children children, GatewayDatabase database, String machine)
      throws IOException {
    List<Subject> subjects = subjects(children, database);
    for (Subject subject : subjects) {
      warmUp(subject, database);
    }
    Machine watched = new Machine();
    java.time.Duration cpu = children.cpu();
    for (int round = 1; round <= rounds; round++) {
      List<Subject> order = new ArrayList<>(subjects);
      Collections.rotate(order, -round);
      for (Subject subject : order) {
        double taken = measure(subject, database, "round " + round + " of " + rounds);
        seconds.computeIfAbsent(subject.name(), name -> new ArrayList<>()).add(taken);
      }
    }
    String others = watched.others(children.cpu().minus(cpu));
    for (Subject subject : subjects) {
      if (subject instanceof GatewaySubject gateway) {
        children.end(gateway.gateway().child());
      } else if (subject instanceof BatchSubject batch) {
        children.end(batch.child());
      }
    }
    return """
        %s: %d alternating rounds behind %.0f s of loading for each process, %,d rows of five columns a file, sorted by id, \
        the table emptied before each; every process with -Xms and -Xmx%s; %s. %s (PostgreSQL's own among them).

        The gateway's time runs from the done marker beside the file to the request being done: seen by one of its looks, ten \
        a second, claimed, checked to its end, put on the synced queue and recorded by its worker. Spring Batch's runs from \
        the launch of the job to its end: FlatFileItemReader, JdbcBatchItemWriter, chunks of 1,000, the job repository in the same database; once with \
        the driver as it is and once with its reWriteBatchedInserts, which the gateway switches on for itself. COPY \
        reads ready-made rows in one statement and one commit. All write the same rows into the same table with its two \
        indexes.

        %s"""
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            rounds,
            warmUp,
            rows,
            heap,
            machine,
            others,
            table(subjects));
  }

  /**
   * By time and not by files: on two cores the compiler's threads take from what they warm up, and
   * who is fast would have less of it behind it.
   */
  private void warmUp(Subject subject, GatewayDatabase database) throws IOException {
    double spent = 0;
    while (!(subject instanceof CopySubject) && spent < warmUp) {
      spent += measure(subject, database, "warm-up");
    }
  }

  private List<Subject> subjects(Children children, GatewayDatabase database) {
    List<Subject> subjects = new ArrayList<>();
    if (wanted(GATEWAY)) {
      subjects.add(gateway(children, GATEWAY, database));
    }
    if (wanted(BATCH)) {
      subjects.add(BatchSubject.start(children, BATCH, database, "", true));
      subjects.add(
          BatchSubject.start(children, REWRITTEN, database, "&reWriteBatchedInserts=true", false));
    }
    if (wanted(COPY)) {
      subjects.add(new CopySubject(COPY, children.folder("copy"), database));
    }
    return subjects;
  }

  private boolean wanted(String name) {
    return only.isEmpty()
        || only.stream()
            .anyMatch(
                each -> name.toLowerCase(Locale.ROOT).startsWith(each.toLowerCase(Locale.ROOT)));
  }

  private GatewaySubject gateway(Children children, String name, GatewayDatabase database) {
    return GatewaySubject.start(
        children,
        name,
        measured.jar(),
        database,
        new GatewaySubject.Options(measured.jvm(), measured.settings()));
  }

  private double measure(Subject subject, GatewayDatabase database, String when)
      throws IOException {
    database.empty();
    double taken = subject.load(new ListFile(rows, Integer.toString(++files)));
    System.err.printf(
        Locale.ROOT,
        "%s: %-36s %6.2f s, %,9.0f rows/s%n",
        when,
        subject.name(),
        taken,
        rows / taken);
    return taken;
  }

  private String table(List<Subject> subjects) {
    Table table = new Table("subject", "rows/s", "x Spring Batch", "x COPY");
    for (Subject subject : subjects) {
      List<Double> rates = seconds.get(subject.name()).stream().map(each -> rows / each).toList();
      table.row(
          subject.name(),
          Spread.of(rates).whole(),
          ratio(subject, BATCH).map(Spread::ratio).orElse("-"),
          ratio(subject, COPY).map(Spread::ratio).orElse("-"));
    }
    String target =
        subjects.stream()
            .filter(each -> each.name().equals(GATEWAY))
            .flatMap(each -> ratio(each, BATCH).stream())
            .map(
                spread ->
                    String.format(
                        Locale.ROOT,
                        "%n- From file to entries: %.2f times Spring Batch; target %.0f, %s.%n",
                        spread.median(),
                        BATCH_TARGET,
                        spread.median() >= BATCH_TARGET ? "reached" : "missed"))
            .findFirst()
            .orElse("");
    return table + target;
  }

  /** How many times as fast a subject is as another, round by round. */
  private Optional<Spread> ratio(Subject subject, String other) {
    List<Double> theirs = seconds.get(other);
    if (theirs == null) {
      return Optional.empty();
    }
    List<Double> ours = seconds.get(subject.name());
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(theirs.get(i) / ours.get(i));
    }
    return Optional.of(Spread.of(ratios));
  }

  private record Alone(long rows, double seconds, long peakBytes) {}

  private String longList(Children children, GatewayDatabase database) throws IOException {
    Alone brief = alone(children, database, SHORT_LIST);
    Alone endless = alone(children, database, longRows);
    double ratio = (double) endless.peakBytes() / brief.peakBytes();
    Table table = new Table("rows", "entries", "seconds", "rows/s", "peak memory MiB");
    for (Alone one : List.of(brief, endless)) {
      table.row(
          String.format(Locale.ROOT, "%,d", one.rows()),
          String.format(Locale.ROOT, "%,d", one.rows()),
          String.format(Locale.ROOT, "%.1f", one.seconds()),
          String.format(Locale.ROOT, "%,.0f", one.rows() / one.seconds()),
          String.format(Locale.ROOT, "%,d", one.peakBytes() >> 20));
    }
    return """
        ### A long list through a small heap

        A gateway of its own for each, newly started and never warmed up, its heap %s from the start; one run. The memory is the \
        most that the process held of the machine's (VmHWM), so with everything that is not heap.

        %s
        - Peak memory with %,d rows: %.2f times that with %,d; target %.1f, %s.
        """
        .formatted(
            heap,
            table,
            endless.rows(),
            ratio,
            brief.rows(),
            MEMORY_TARGET,
            ratio <= MEMORY_TARGET ? "reached" : "missed");
  }

  private Alone alone(Children children, GatewayDatabase database, long length) throws IOException {
    database.empty();
    GatewaySubject subject = gateway(children, "gateway-" + length, database);
    double taken = subject.load(new ListFile(length, "alone"));
    long peak = subject.gateway().child().peakResidentBytes();
    children.end(subject.gateway().child());
    System.err.printf(
        Locale.ROOT,
        "%,d rows: %.1f s, %,.0f rows/s, peak %,d MiB%n",
        length,
        taken,
        length / taken,
        peak >> 20);
    return new Alone(length, taken, peak);
  }
}
