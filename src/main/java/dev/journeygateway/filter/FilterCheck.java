package dev.journeygateway.filter;

import dev.journeygateway.filter.CheckedFilter.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks a filter's applications, tags, operators and operands.
 *
 * <p>What is decided when. At acceptance {@link #check} decides whose devices are meant: which
 * applications the token may see, what a G means, and to which applications a T is held. The result
 * goes on as {@link CheckedFilter#text}, so a token that is revoked or a group that changes later
 * alters nothing. When the audience is resolved, {@link #settled} reads that text again and looks
 * up the tags anew: a tag that left the catalogue meanwhile, or changed its type to one that does
 * not have the operator, makes the filter invalid then, with the same message. Which devices match,
 * and where a date such as "3 days ago" lies, is decided by the selection alone.
 *
 * <p>A T is held to the applications that the filter names in A, AT and G, and to the journey's
 * where it names none. Where one of several applications does not know the tag, its devices do not
 * have it; where none knows it, the filter is refused.
 */
public final class FilterCheck {

  /** PostgreSQL takes 65,535 bound values in a statement; some are the request's own. */
  private static final int MAX_VALUES = 60_000;

  private FilterCheck() {}

  /**
   * The filter, held to what the scope allows.
   *
   * @throws InvalidFilter for an application that the token may not see or that does not exist, an
   *     unknown tag, an operator that the tag's type does not have, or an operand that is no value
   *     of it
   */
  public static CheckedFilter check(Filter filter, FilterScope scope, Tags tags) {
    Set<String> named = new TreeSet<>();
    filter.accept(new NamedApplications(scope, named));
    return checked(
        filter, scope, tags, named.isEmpty() ? Set.of(scope.journeyApplication()) : named);
  }

  /**
   * A filter from {@link CheckedFilter#text}, with its tags as they are now.
   *
   * @throws InvalidFilter where the catalogue has changed since, so that the filter is no longer
   *     valid
   */
  public static CheckedFilter settled(String text, Tags tags) {
    // Holding a T to an application can put one pair of parentheses around it.
    Filter filter = new Parser(text, FilterLanguage.MAX_DEPTH + 1).parse();
    Set<String> named = new TreeSet<>();
    filter.accept(new NamedApplications(null, named));
    return checked(filter, new FilterScope("", named, Map.of()), tags, named);
  }

  private static CheckedFilter checked(
      Filter filter, FilterScope scope, Tags tags, Set<String> applications) {
    List<Clause> clauses = new ArrayList<>();
    Checked checked = filter.accept(new Checking(scope, tags, applications, clauses));
    CheckedFilter result = new CheckedFilter(checked.settled, checked.criterion, clauses);
    if (ValueCount.of(result.criterion()) > MAX_VALUES) {
      throw firstPlace(filter)
          .refuse("over " + applications.size() + " applications it takes too many values");
    }
    return result;
  }

  private static Place firstPlace(Filter filter) {
    return new Place(FilterLanguage.print(filter), 1);
  }

  /** Collects the codes a filter names, and refuses the first that is out of scope. */
  private record NamedApplications(FilterScope scope, Set<String> named)
      implements Filter.Visitor<Void> {

    @Override
    public Void union(Filter.Union union) {
      union.parts().forEach(part -> part.accept(this));
      return null;
    }

    @Override
    public Void intersection(Filter.Intersection intersection) {
      intersection.parts().forEach(part -> part.accept(this));
      return null;
    }

    @Override
    public Void difference(Filter.Difference difference) {
      difference.base().accept(this);
      difference.without().forEach(part -> part.accept(this));
      return null;
    }

    @Override
    public Void application(Filter.Application application) {
      return name(application.place(), application.code());
    }

    @Override
    public Void group(Filter.Group group) {
      Set<String> visible = scope == null ? Set.of() : visible(group.code(), scope);
      if (visible.isEmpty()) {
        throw unknown(group.place(), group.code());
      }
      named.addAll(visible);
      return null;
    }

    @Override
    public Void tag(Filter.TagCondition tag) {
      return tag.application().map(code -> name(tag.place(), code)).orElse(null);
    }

    private Void name(Place place, String code) {
      if (scope != null && !scope.visibleApplications().contains(code)) {
        throw unknown(place, code);
      }
      named.add(code);
      return null;
    }
  }

  private static Set<String> visible(String group, FilterScope scope) {
    Set<String> codes = new TreeSet<>(scope.groups().getOrDefault(group, Set.of()));
    codes.retainAll(scope.visibleApplications());
    return codes;
  }

  /** One message for a code that does not exist and for one that is a stranger's. */
  private static InvalidFilter unknown(Place place, String code) {
    return place.refuseInTheseWords("unknown application: " + code);
  }

  private record Checked(Filter settled, Criterion criterion) {}

  /** Settles and checks a tree from its leaves up. */
  private record Checking(
      FilterScope scope, Tags tags, Set<String> applications, List<Clause> clauses)
      implements Filter.Visitor<Checked> {

    @Override
    public Checked union(Filter.Union union) {
      return any(all(union.parts()));
    }

    @Override
    public Checked intersection(Filter.Intersection intersection) {
      List<Checked> parts = all(intersection.parts());
      return new Checked(
          Filter.intersection(parts.stream().map(Checked::settled).toList()),
          new Criterion.AllOf(parts.stream().map(Checked::criterion).toList()));
    }

    @Override
    public Checked difference(Filter.Difference difference) {
      Checked base = difference.base().accept(this);
      List<Checked> without = all(difference.without());
      return new Checked(
          Filter.difference(base.settled, without.stream().map(Checked::settled).toList()),
          new Criterion.AllBut(base.criterion, without.stream().map(Checked::criterion).toList()));
    }

    @Override
    public Checked application(Filter.Application application) {
      return clause(
          application,
          application.place(),
          new Checked(
              application,
              new Criterion.OfApplication(
                  application.code(), application.platforms(), application.withTokens(), false)));
    }

    @Override
    public Checked group(Filter.Group group) {
      List<Checked> members =
          visible(group.code(), scope).stream()
              .map(
                  code ->
                      new Checked(
                          new Filter.Application(group.place(), code, group.platforms(), false),
                          new Criterion.OfApplication(code, group.platforms(), false, false)))
              .toList();
      return clause(group, group.place(), any(members));
    }

    @Override
    public Checked tag(Filter.TagCondition tag) {
      return clause(tag, tag.place(), any(heldToApplications(tag)));
    }

    private List<Checked> heldToApplications(Filter.TagCondition tag) {
      Set<String> codes = tag.application().map(Set::of).orElse(applications);
      TreeMap<String, Tag> known = new TreeMap<>();
      codes.forEach(code -> tags.find(code, tag.name()).ifPresent(found -> known.put(code, found)));
      if (known.isEmpty()) {
        throw tag.place()
            .refuse("unknown tag " + tag.name() + " in application " + String.join(", ", codes));
      }
      List<Checked> held = new ArrayList<>();
      known.forEach(
          (code, found) ->
              held.add(
                  new Checked(tag.heldTo(code), new ConditionCheck(code, found, tag).criterion())));
      if (tag.operator() == Operator.NOTSET) {
        codes.stream()
            .filter(code -> !known.containsKey(code))
            .forEach(
                code ->
                    held.add(
                        new Checked(
                            new Filter.Application(tag.place(), code, List.of(), false),
                            Criterion.OfApplication.whole(code))));
      }
      return held;
    }

    private List<Checked> all(List<Filter> parts) {
      return parts.stream().map(part -> part.accept(this)).toList();
    }

    private Checked clause(Filter written, Place place, Checked checked) {
      clauses.add(new Clause(FilterLanguage.print(written), place.character(), checked.criterion));
      return checked;
    }

    private static Checked any(List<Checked> parts) {
      return new Checked(
          Filter.union(parts.stream().map(Checked::settled).toList()),
          Criterion.anyOf(parts.stream().map(Checked::criterion).toList()));
    }
  }
}
