package dev.journeygateway.bench.accept;

import dev.journeygateway.bench.run.Spread;
import dev.journeygateway.bench.run.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** All samples of a run, and the tables made of them. */
final class Results {

  private final List<Sample> samples = new ArrayList<>();

  void add(Sample sample) {
    samples.add(sample);
  }

  long errors() {
    return samples.stream().mapToLong(Sample::errors).sum();
  }

  /**
   * CPU time of the load client for one request, in microseconds: the median of all samples that
   * have one.
   */
  Optional<Spread> clientMicros() {
    List<Double> values =
        samples.stream().map(Sample::clientMicros).filter(each -> each > 0).toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
  }

  /** Median and range over the rounds; empty when this was not measured. */
  Optional<Spread> spread(String subject, int load, ToDoubleFunction<Sample> figure) {
    List<Double> values = of(subject, load).stream().map(figure::applyAsDouble).toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
  }

  /** The ratio of the rates of two subjects under the same load, taken round by round. */
  Optional<Spread> ratio(String subject, String peer, int load) {
    return ratio(subject, peer, load, Sample::perSecond);
  }

  /** The same of the times that only one request in a hundred exceeds. */
  Optional<Spread> p99Ratio(String subject, String peer, int load) {
    return ratio(subject, peer, load, Sample::p99Millis);
  }

  private Optional<Spread> ratio(
      String subject, String peer, int load, ToDoubleFunction<Sample> figure) {
    List<Double> ratios = new ArrayList<>();
    for (Sample sample : of(subject, load)) {
      of(peer, load).stream()
          .filter(other -> other.round() == sample.round() && figure.applyAsDouble(other) > 0)
          .findFirst()
          .ifPresent(
              other -> ratios.add(figure.applyAsDouble(sample) / figure.applyAsDouble(other)));
    }
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }

  /**
   * One row for each load of each subject, ordered by load.
   *
   * @param peers each gets a column of ratios
   */
  Table table(String loadHead, String rateHead, List<Subject> subjects, List<String> peers) {
    List<String> heads =
        new ArrayList<>(List.of("subject", loadHead, rateHead, "p50 ms", "p99 ms", "CPU us each"));
    peers.forEach(peer -> heads.add("x " + peer));
    heads.add("errors");
    Table table = new Table(heads.toArray(String[]::new));
    int[] loads =
        subjects.stream().flatMapToInt(each -> Arrays.stream(each.loads())).distinct().toArray();
    Arrays.sort(loads);
    for (int load : loads) {
      for (Subject subject : subjects) {
        row(subject.name(), load, peers)
            .ifPresent(cells -> table.row(cells.toArray(String[]::new)));
      }
    }
    return table;
  }

  private Optional<List<String>> row(String subject, int load, List<String> peers) {
    return spread(subject, load, Sample::perSecond)
        .map(
            rate -> {
              List<String> cells = new ArrayList<>();
              cells.add(subject);
              cells.add(Integer.toString(load));
              cells.add(rate.whole());
              cells.add(brief(subject, load, Sample::p50Millis));
              cells.add(brief(subject, load, Sample::p99Millis));
              cells.add(brief(subject, load, Sample::cpuMicros));
              for (String peer : peers) {
                cells.add(
                    peer.equals(subject)
                        ? "1"
                        : ratio(subject, peer, load).map(Spread::ratio).orElse("-"));
              }
              cells.add(Long.toString(of(subject, load).stream().mapToLong(Sample::errors).sum()));
              return cells;
            });
  }

  private String brief(String subject, int load, ToDoubleFunction<Sample> figure) {
    return spread(subject, load, figure).map(Spread::brief).orElse("-");
  }

  List<Sample> of(String subject, int load) {
    return samples.stream()
        .filter(each -> each.subject().equals(subject) && each.load() == load)
        .toList();
  }
}
