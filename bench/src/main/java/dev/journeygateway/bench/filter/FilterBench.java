package dev.journeygateway.bench.filter;

import dev.journeygateway.audience.Audience;
import dev.journeygateway.audience.AudienceSelection;
import dev.journeygateway.audience.SqlFragment;
import dev.journeygateway.audience.SqlRenderer;
import dev.journeygateway.bench.run.BenchFailure;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import dev.journeygateway.filter.CheckedFilter;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Twelve questions as the filter language compiles them against the best statement by hand, in
 * alternating rounds; how the compiled ones grow with the devices; what a dry run of each takes;
 * and random filters beside their conditions asked alone. All on one kind of database.
 *
 * <p>Both sides of a comparison give all their rows to the same sum, and must give the same ones.
 * The compiled side counts, where it counts before it decides, and writes its statement anew each
 * time.
 */
final class FilterBench {

  private static final double MOST_OF_CONDITIONS = 3;
  private static final int ROUNDS_OF_RANDOM = 3;

  private final BenchServer server;
  private final double target;
  private final Duration dryRun;
  private final int most;
  private final int rounds;
  private final int randoms;
  private final List<Question> questions = Question.all();
  private final List<Audience> randomAnswers = new ArrayList<>();

  /**
   * @param target how many times the best by hand
   * @param dryRun the longest that a dry run may take
   * @param most devices in the largest database; two smaller ones hold a hundredth and a tenth
   * @param randoms how many random filters are asked, of the middle one
   */
  FilterBench(
      BenchServer server, double target, Duration dryRun, int most, int rounds, int randoms) {
    this.server = server;
    this.target = target;
    this.dryRun = dryRun;
    this.most = most;
    this.rounds = rounds;
    this.randoms = randoms;
  }

  void run() throws Exception {
    List<List<Spread>> growth = new ArrayList<>();
    String random = "";
    for (int size : new int[] {most / 100, most / 10, most}) {
      try (BenchDatabase database = server.create("devices" + size, BenchDatabase.TAGS)) {
        database.load(new DeviceFile(size));
        database.settle();
        growth.add(size == most ? largest(database) : compiledAlone(database));
        random = size == most / 10 ? random(database) : random;
      }
    }
    System.out.printf("%n#### How the compiled ones grow%n%n%s%n%s", growing(growth), random);
    pair();
  }

  /** What the random filters selected, in their order. */
  List<Audience> randomAnswers() {
    return randomAnswers;
  }

  private List<Spread> largest(BenchDatabase database) {
    List<Spread> compiled = compare(database);
    dryRuns(database);
    return compiled;
  }

  private Table growing(List<List<Spread>> growth) {
    Table table =
        new Table(
            "question",
            String.format(Locale.ROOT, "%,d devices, ms", most / 100),
            String.format(Locale.ROOT, "%,d devices, ms", most / 10),
            String.format(Locale.ROOT, "%,d devices, ms", most));
    for (int i = 0; i < questions.size(); i++) {
      table.row(
          String.valueOf(i + 1),
          growth.get(0).get(i).brief(),
          growth.get(1).get(i).brief(),
          growth.get(2).get(i).brief());
    }
    return table;
  }

  /** The times of the compiled statements, the table with the others being printed. */
  private List<Spread> compare(BenchDatabase database) {
    Table table = new Table("question", "devices", "by hand, ms", "compiled, ms", "ratio");
    List<Spread> compiled = new ArrayList<>();
    List<Integer> missed = new ArrayList<>();
    for (Question question : questions) {
      List<Supplier<SqlFragment>> contestants = new ArrayList<>();
      contestants.add(compiled(database, question.filter()));
      for (String text : question.byHand(database.database().embedded())) {
        SqlFragment statement = new SqlFragment(filledIn(database, text), List.of());
        contestants.add(() -> statement);
      }
      List<List<Double>> times = new ArrayList<>();
      String answer = measure(database, question, contestants, times);
      Spread ours = Spread.of(times.get(0));
      compiled.add(ours);
      Spread best =
          times.subList(1, times.size()).stream()
              .map(Spread::of)
              .min(Comparator.comparing(Spread::median))
              .orElseThrow();
      double ratio = ours.median() / best.median();
      if (ratio > target) {
        missed.add(compiled.size());
      }
      table.row(
          String.valueOf(compiled.size()),
          String.format(Locale.ROOT, "%,d", Long.valueOf(answer.split(" ")[0])),
          milliseconds(best),
          milliseconds(ours),
          String.format(Locale.ROOT, "%.2f", ratio));
    }
    System.out.printf(
        Locale.ROOT,
        "%n### %s%n%n%,d devices with five tags each.%n%n%s%n- Target: %.1f times the best by hand; %s.%n",
        server.name(),
        most,
        table,
        target,
        missed.isEmpty() ? "met by all " + questions.size() : "missed by " + missed);
    return compiled;
  }

  /** Adds a list of times for each contestant, and answers what all of them gave. */
  private String measure(
      BenchDatabase database,
      Question question,
      List<Supplier<SqlFragment>> contestants,
      List<List<Double>> times) {
    contestants.forEach(contestant -> times.add(new ArrayList<>()));
    String answer = null;
    for (int round = -1; round < rounds; round++) {
      for (int c = 0; c < contestants.size(); c++) {
        // Whoever comes first finds colder caches: each does in turn.
        int contestant = Math.floorMod(c + round, contestants.size());
        long start = System.nanoTime();
        String given = ask(database.database().reading(), contestants.get(contestant).get());
        if (round >= 0) {
          times.get(contestant).add((System.nanoTime() - start) / 1e6);
        }
        if (answer != null && !answer.equals(given)) {
          throw new BenchFailure(question.filter() + " gives " + answer + " and " + given);
        }
        answer = given;
      }
    }
    return answer;
  }

  private List<Spread> compiledAlone(BenchDatabase database) {
    List<Spread> all = new ArrayList<>();
    for (Question question : questions) {
      List<List<Double>> times = new ArrayList<>();
      measure(database, question, List.of(compiled(database, question.filter())), times);
      all.add(Spread.of(times.get(0)));
    }
    return all;
  }

  private static Supplier<SqlFragment> compiled(BenchDatabase database, String text) {
    CheckedFilter filter = database.filter(text);
    SqlRenderer renderer = SqlRenderer.of(database.database(), database.database().reading());
    return () -> renderer.select(filter, DeviceFile.NOW);
  }

  private static String filledIn(BenchDatabase database, String text) {
    String[] filled = {
      text.replace(
          "{180 days ago}",
          String.valueOf(DeviceFile.NOW.minus(Duration.ofDays(180)).getEpochSecond()))
    };
    database
        .database()
        .reading()
        .query(
            "select name, id from tag",
            row -> {
              filled[0] = filled[0].replace("{" + row.getString(1) + "}", row.getString(2));
            });
    return filled[0];
  }

  private static String ask(JdbcTemplate jdbc, SqlFragment statement) {
    SqlFragment sum =
        new SqlFragment(
            "select count(*) || ' ' || coalesce(sum(s.device_id), 0) || ' ' || count(s.user_id) from ("
                + statement.text()
                + ") s",
            statement.values());
    return jdbc.query(sum::prepare, (row, n) -> row.getString(1)).get(0);
  }

  /** The whole and each of its conditions, as a caller asks for them. */
  private void dryRuns(BenchDatabase database) {
    AudienceSelection selection = new AudienceSelection(database.database());
    Table table = new Table("question", "conditions", "devices", "users", "dry run, ms");
    List<Integer> missed = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      CheckedFilter filter = database.filter(questions.get(i).filter());
      List<Double> times = new ArrayList<>();
      Audience audience = null;
      int conditions = 0;
      for (int round = -1; round < rounds; round++) {
        long start = System.nanoTime();
        audience = selection.count(filter, DeviceFile.NOW);
        conditions = selection.countClauses(filter, DeviceFile.NOW).size();
        if (round >= 0) {
          times.add((System.nanoTime() - start) / 1e6);
        }
      }
      Spread spread = Spread.of(times);
      if (spread.median() > dryRun.toMillis()) {
        missed.add(i + 1);
      }
      table.row(
          String.valueOf(i + 1),
          String.valueOf(conditions),
          String.format(Locale.ROOT, "%,d", audience.devices()),
          String.format(Locale.ROOT, "%,d", audience.users()),
          milliseconds(spread));
    }
    System.out.printf(
        Locale.ROOT,
        "%n#### A dry run%n%nDevices and users in all, and the devices of each condition, over %,d devices.%n%n%s%n"
            + "- Target: %d s; %s.%n",
        most,
        table,
        dryRun.toSeconds(),
        missed.isEmpty() ? "met by all " + questions.size() : "missed by " + missed);
  }

  /** The random filters beside their conditions; answers what is to be printed of them. */
  private String random(BenchDatabase database) {
    AudienceSelection selection = new AudienceSelection(database.database());
    RandomFilters filters = new RandomFilters(42);
    List<Double> ratios = new ArrayList<>();
    String worst = "";
    double longest = 0;
    int conditions = 0;
    for (int i = 0; i < randoms; i++) {
      RandomFilters.RandomFilter filter = filters.next();
      double alone = 0;
      for (String condition : filter.conditions()) {
        alone += shortest(selection, database.filter(condition));
      }
      CheckedFilter whole = database.filter(filter.text());
      randomAnswers.add(selection.count(whole, DeviceFile.NOW));
      double together = shortest(selection, whole);
      ratios.add(together / alone);
      conditions += filter.conditions().size();
      longest = Math.max(longest, together);
      if (Spread.of(ratios).max() == ratios.get(i)) {
        worst =
            String.format(
                Locale.ROOT,
                "%.0f ms of %d conditions that take %.0f ms alone",
                together,
                filter.conditions().size(),
                alone);
      }
    }
    if (ratios.isEmpty()) {
      return "";
    }
    Spread spread = Spread.of(ratios);
    return String.format(
        Locale.ROOT,
        "%n#### Random filters%n%n%,d filters of up to six levels, %,d conditions in all, over %,d devices: the time of"
            + " each (devices and users) as a part of the sum of its conditions' asked alone, the best of %d each.%n%n"
            + "- Median %.2f, highest %.2f (%s), the longest %.0f ms; target %.0f, %s.%n",
        randoms,
        conditions,
        most / 10,
        ROUNDS_OF_RANDOM,
        spread.median(),
        spread.max(),
        worst,
        longest,
        MOST_OF_CONDITIONS,
        spread.max() <= MOST_OF_CONDITIONS ? "met by all" : "missed");
  }

  private static double shortest(AudienceSelection selection, CheckedFilter filter) {
    double shortest = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS_OF_RANDOM; round++) {
      long start = System.nanoTime();
      selection.count(filter, DeviceFile.NOW);
      shortest = Math.min(shortest, (System.nanoTime() - start) / 1e6);
    }
    return shortest;
  }

  /** The filter with an or that the embedded database of 0.1.0 took 20 seconds for. */
  private void pair() throws Exception {
    int devices = 3_000;
    StringBuilder file = new StringBuilder("hwid,vip,Build\n");
    for (int i = 0; i < devices; i++) {
      file.append("hw-%d,%d,2.%d.%d\n".formatted(i, i % 10 == 0 ? 1 : 0, i % 12, i % 7));
    }
    String text = "T(\"vip\", eq, true) + T(\"Build\", gte, \"2.8.0\")";
    try (BenchDatabase database =
        server.create("pair", Map.of("vip", "boolean", "Build", "version"))) {
      database.load(new StringReader(file.toString()));
      database.settle();
      Supplier<SqlFragment> compiled = compiled(database, text);
      List<Double> times = new ArrayList<>();
      String answer = "";
      for (int round = -1; round < rounds; round++) {
        long start = System.nanoTime();
        answer = ask(database.database().reading(), compiled.get());
        if (round >= 0) {
          times.add((System.nanoTime() - start) / 1e6);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%n`%s` over %,d devices: %s of them, %s ms.%n",
          text,
          devices,
          answer.split(" ")[0],
          milliseconds(Spread.of(times)));
    }
  }

  private static String milliseconds(Spread times) {
    return String.format(Locale.ROOT, "%.1f (%.1f-%.1f)", times.median(), times.min(), times.max());
  }
}
