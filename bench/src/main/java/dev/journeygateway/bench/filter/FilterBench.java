package dev.journeygateway.bench.filter;

import dev.journeygateway.audience.AudienceScope;
import dev.journeygateway.audience.FilterCheck;
import dev.journeygateway.audience.FilterLanguage;
import dev.journeygateway.audience.JdbcTags;
import dev.journeygateway.audience.SqlFragment;
import dev.journeygateway.audience.SqlRenderer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
public final class FilterBench {

  private static final int ROUNDS = 9;

  private FilterBench() {}

  /**
   * @param arguments how many devices in the largest database, 1,000,000 where nothing is said
   */
  public static void main(String[] arguments) throws Exception {
    int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    List<Question> questions = Question.all();
    List<double[]> growth = new ArrayList<>();
    int[] sizes = {most / 100, most / 10, most};
    try (BenchDatabase database = new BenchDatabase(false)) {
      for (int size : sizes) {
        DataSource dataSource = database.create("devices" + size);
        DeviceLoadBench.load(dataSource, size);
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        jdbc.execute("vacuum analyze");
        growth.add(size == most ? compare(jdbc, questions, size) : compiledAlone(jdbc, questions));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%n| question | %,d ms | %,d ms | %,d ms |%n|---|---|---|---|%n",
        sizes[0],
        sizes[1],
        sizes[2]);
    for (int i = 0; i < questions.size(); i++) {
      System.out.printf(
          Locale.ROOT,
          "| %d | %.1f | %.1f | %.1f |%n",
          i + 1,
          growth.get(0)[i],
          growth.get(1)[i],
          growth.get(2)[i]);
    }
  }

  private static double[] compare(JdbcTemplate jdbc, List<Question> questions, int size) {
    System.out.printf(
        Locale.ROOT,
        "%,d devices, medians of %d alternating rounds (least and most)%n%n"
            + "| | question | devices | by hand, ms | compiled, ms | ratio |%n|---|---|---|---|---|---|%n",
        size,
        ROUNDS);
    double[] medians = new double[questions.size()];
    for (int q = 0; q < questions.size(); q++) {
      Question question = questions.get(q);
      List<SqlFragment> contestants = new ArrayList<>();
      contestants.add(compiled(jdbc, question.filter()));
      question
          .byHand()
          .forEach(text -> contestants.add(new SqlFragment(filledIn(jdbc, text), List.of())));
      double[][] times = new double[contestants.size()][ROUNDS];
      String answer = null;
      for (int round = -1; round < ROUNDS; round++) {
        for (int c = 0; c < contestants.size(); c++) {
          // Whoever comes first finds colder caches: each does in turn.
          int contestant = Math.floorMod(c + round, contestants.size());
          long start = System.nanoTime();
          String given = ask(jdbc, contestants.get(contestant));
          if (round >= 0) {
            times[contestant][round] = (System.nanoTime() - start) / 1e6;
          }
          if (answer != null && !answer.equals(given)) {
            throw new IllegalStateException(
                question.filter() + " gives " + answer + " and " + given);
          }
          answer = given;
        }
      }
      double[] best = times[1];
      for (int c = 2; c < times.length; c++) {
        best = median(times[c]) < median(best) ? times[c] : best;
      }
      medians[q] = median(times[0]);
      System.out.printf(
          Locale.ROOT,
          "| %d | `%s` | %s | %s | %s | %.2f |%n",
          q + 1,
          question.filter(),
          answer.split(" ")[0],
          spread(best),
          spread(times[0]),
          medians[q] / median(best));
    }
    return medians;
  }

  private static double[] compiledAlone(JdbcTemplate jdbc, List<Question> questions) {
    double[] medians = new double[questions.size()];
    for (int q = 0; q < medians.length; q++) {
      SqlFragment compiled = compiled(jdbc, questions.get(q).filter());
      double[] times = new double[ROUNDS];
      ask(jdbc, compiled);
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        ask(jdbc, compiled);
        times[round] = (System.nanoTime() - start) / 1e6;
      }
      medians[q] = median(times);
    }
    return medians;
  }

  private static SqlFragment compiled(JdbcTemplate jdbc, String filter) {
    String application = BenchDatabase.APPLICATION;
    AudienceScope scope = new AudienceScope(application, Set.of(application), Map.of());
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

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static String spread(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT, "%.1f (%.1f to %.1f)", median(times), sorted[0], sorted[sorted.length - 1]);
  }
}
