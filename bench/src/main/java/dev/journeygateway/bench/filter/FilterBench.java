package dev.journeygateway.bench.filter;

import dev.journeygateway.audience.SqlFragment;
import dev.journeygateway.audience.SqlRenderer;
import dev.journeygateway.bench.run.Machine;
import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import dev.journeygateway.device.JdbcTags;
import dev.journeygateway.filter.FilterCheck;
import dev.journeygateway.filter.FilterLanguage;
import dev.journeygateway.filter.FilterScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Twelve questions as the filter language compiles them against the best statement by hand, in
 * alternating rounds, and how the compiled ones grow with the devices. Both sides give all their
 * rows to the same sum, and must give the same ones.
 */
final class FilterBench {

  private static final double TARGET = 1.1;

  private final int most;
  private final int rounds;
  private final List<Question> questions = Question.all();

  /**
   * @param most devices in the largest database; two smaller ones hold a hundredth and a tenth
   */
  FilterBench(int most, int rounds) {
    this.most = most;
    this.rounds = rounds;
  }

  void run() throws Exception {
    List<List<Spread>> growth = new ArrayList<>();
    Table growing =
        new Table(
            "question",
            String.format(Locale.ROOT, "%,d devices, ms", most / 100),
            String.format(Locale.ROOT, "%,d devices, ms", most / 10),
            String.format(Locale.ROOT, "%,d devices, ms", most));
    try (BenchDatabase database = new BenchDatabase(false)) {
      Path folder = Files.createTempDirectory("filters-");
      String machine = Machine.describe(folder);
      Files.delete(folder);
      for (int size : new int[] {most / 100, most / 10, most}) {
        DataSource dataSource = database.create("devices" + size);
        DeviceLoadBench.load(dataSource, new DeviceFile(size));
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        jdbc.execute("vacuum analyze");
        if (size == most) {
          System.out.printf(Locale.ROOT, "%s. %,d devices with five tags each", machine, size);
          growth.add(compare(jdbc));
        } else {
          growth.add(compiledAlone(jdbc));
        }
      }
    }
    for (int i = 0; i < questions.size(); i++) {
      growing.row(
          String.valueOf(i + 1),
          growth.get(0).get(i).brief(),
          growth.get(1).get(i).brief(),
          growth.get(2).get(i).brief());
    }
    System.out.printf("%n### How the compiled ones grow%n%n%s", growing);
  }

  /** The times of the compiled statements, the table with the others being printed. */
  private List<Spread> compare(JdbcTemplate jdbc) {
    Table table = new Table("question", "devices", "by hand, ms", "compiled, ms", "ratio");
    StringBuilder texts = new StringBuilder();
    List<Spread> compiled = new ArrayList<>();
    List<Integer> missed = new ArrayList<>();
    for (Question question : questions) {
      List<SqlFragment> contestants = new ArrayList<>();
      contestants.add(compiled(jdbc, question.filter()));
      question
          .byHand()
          .forEach(text -> contestants.add(new SqlFragment(filledIn(jdbc, text), List.of())));
      List<List<Double>> times = new ArrayList<>();
      String answer = measure(jdbc, question, contestants, times);
      compiled.add(Spread.of(times.get(0)));
      Spread best =
          times.subList(1, times.size()).stream()
              .map(Spread::of)
              .min(Comparator.comparing(Spread::median))
              .orElseThrow();
      double ratio = Spread.of(times.get(0)).median() / best.median();
      if (ratio > TARGET) {
        missed.add(compiled.size());
      }
      texts.append(compiled.size()).append(". `").append(question.filter()).append("`\n");
      table.row(
          String.valueOf(compiled.size()),
          String.format(Locale.ROOT, "%,d", Long.valueOf(answer.split(" ")[0])),
          milliseconds(best),
          milliseconds(Spread.of(times.get(0))),
          String.format(Locale.ROOT, "%.2f", ratio));
    }
    System.out.printf(
        Locale.ROOT,
        ", on PostgreSQL. Median of %d alternating rounds (lowest-highest); of the statements by hand for a question"
            + " (`Question`) the one with the lowest median counts. Every row goes into a sum that must be the same.%n"
            + "%n%s%n%s%n- Target: %.1f times the best by hand; %s.%n",
        rounds,
        texts,
        table,
        TARGET,
        missed.isEmpty() ? "met by all " + questions.size() : "missed by " + missed);
    return compiled;
  }

  /** Adds a list of times for each contestant, and answers what all of them gave. */
  private String measure(
      JdbcTemplate jdbc,
      Question question,
      List<SqlFragment> contestants,
      List<List<Double>> times) {
    contestants.forEach(contestant -> times.add(new ArrayList<>()));
    String answer = null;
    for (int round = -1; round < rounds; round++) {
      for (int c = 0; c < contestants.size(); c++) {
        // Whoever comes first finds colder caches: each does in turn.
        int contestant = Math.floorMod(c + round, contestants.size());
        long start = System.nanoTime();
        String given = ask(jdbc, contestants.get(contestant));
        if (round >= 0) {
          times.get(contestant).add((System.nanoTime() - start) / 1e6);
        }
        if (answer != null && !answer.equals(given)) {
          throw new IllegalStateException(question.filter() + " gives " + answer + " and " + given);
        }
        answer = given;
      }
    }
    return answer;
  }

  private List<Spread> compiledAlone(JdbcTemplate jdbc) {
    List<Spread> all = new ArrayList<>();
    for (Question question : questions) {
      List<List<Double>> times = new ArrayList<>();
      measure(jdbc, question, List.of(compiled(jdbc, question.filter())), times);
      all.add(Spread.of(times.get(0)));
    }
    return all;
  }

  private static String milliseconds(Spread times) {
    return String.format(Locale.ROOT, "%.1f (%.1f-%.1f)", times.median(), times.min(), times.max());
  }

  private static SqlFragment compiled(JdbcTemplate jdbc, String filter) {
    String application = BenchDatabase.APPLICATION;
    FilterScope scope = new FilterScope(application, Set.of(application), Map.of());
    return SqlRenderer.select(
        FilterCheck.check(
            FilterLanguage.parse(filter), scope, new JdbcTags(JdbcClient.create(jdbc))),
        DeviceFile.NOW);
  }

  private static String filledIn(JdbcTemplate jdbc, String text) {
    String[] filled = {
      text.replace(
          "{180 days ago}",
          String.valueOf(DeviceFile.NOW.minus(Duration.ofDays(180)).getEpochSecond()))
    };
    jdbc.query(
        "select name, id from tag",
        row -> {
          filled[0] = filled[0].replace("{" + row.getString(1) + "}", row.getString(2));
        });
    return filled[0];
  }

  private static String ask(JdbcTemplate jdbc, SqlFragment statement) {
    return jdbc.queryForObject(
        "select count(*) || ' ' || coalesce(sum(s.device_id), 0) || ' ' || count(s.user_id) from ("
            + statement.text()
            + ") s",
        String.class,
        statement.values().toArray());
  }
}
