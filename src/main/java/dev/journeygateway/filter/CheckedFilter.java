package dev.journeygateway.filter;

import java.util.List;
import java.util.Objects;

/**
 * A filter that was checked against a scope and the tag catalogue, ready to become SQL.
 *
 * <p>{@link FilterCheck} is the only way to get one.
 */
public final class CheckedFilter {

  private final Filter settled;
  private final Criterion criterion;
  private final List<Clause> clauses;

  CheckedFilter(Filter settled, Criterion criterion, List<Clause> clauses) {
    this.settled = Objects.requireNonNull(settled);
    this.criterion = Objects.requireNonNull(criterion);
    this.clauses = List.copyOf(clauses);
  }

  /** A condition of the filter as it was written, for the counts of a dry run. */
  public record Clause(String text, int character, Criterion criterion) {}

  /**
   * The filter as canonical text in which nothing depends on the caller any more: every T has
   * become AT conditions, every G the applications it means. {@link FilterCheck#settled} reads it
   * again, without a token. It may be longer than what a caller may send.
   */
  public String text() {
    return FilterLanguage.print(settled);
  }

  public Criterion criterion() {
    return criterion;
  }

  public List<Clause> clauses() {
    return clauses;
  }
}
