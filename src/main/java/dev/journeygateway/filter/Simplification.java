package dev.journeygateway.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says the same with less to ask the database: values of one tag that are joined by or become one
 * stretch of its index, a difference inside an intersection is taken away from all of it, and an
 * application that is implied is left out.
 */
public final class Simplification implements Criterion.Visitor<Criterion> {

  private Simplification() {}

  public static Criterion of(Criterion criterion) {
    return criterion.accept(new Simplification());
  }

  @Override
  public Criterion anyOf(Criterion.AnyOf anyOf) {
    return Criterion.anyOf(alternatives(each(anyOf.parts())));
  }

  @Override
  public Criterion allOf(Criterion.AllOf allOf) {
    List<Criterion> parts = new ArrayList<>();
    List<Criterion> without = new ArrayList<>();
    for (Criterion part : each(allOf.parts())) {
      Criterion base = takenApart(part, without);
      parts.addAll(base instanceof Criterion.AllOf inner ? inner.parts() : List.of(base));
    }
    Criterion all = Criterion.allOf(ImpliedApplications.leftOut(parts));
    return without.isEmpty() ? all : new Criterion.AllBut(all, alternatives(without));
  }

  @Override
  public Criterion allBut(Criterion.AllBut allBut) {
    List<Criterion> without = new ArrayList<>();
    Criterion base = takenApart(allBut.base().accept(this), without);
    without.addAll(each(allBut.without()));
    return new Criterion.AllBut(base, alternatives(without));
  }

  /** The base of a difference, what it takes away being added to the list; itself otherwise. */
  private static Criterion takenApart(Criterion part, List<Criterion> without) {
    if (part instanceof Criterion.AllBut allBut) {
      without.addAll(allBut.without());
      return allBut.base();
    }
    return part;
  }

  @Override
  public Criterion ofApplication(Criterion.OfApplication ofApplication) {
    return ofApplication;
  }

  @Override
  public Criterion tagged(Criterion.Tagged tagged) {
    return tagged;
  }

  @Override
  public Criterion valued(Criterion.Valued valued) {
    return valued;
  }

  @Override
  public Criterion valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
    return valuedOtherwise;
  }

  private List<Criterion> each(List<Criterion> parts) {
    return parts.stream().map(part -> part.accept(this)).toList();
  }

  /** The parts of a union with no union among them, and the values of each tag in one. */
  private static List<Criterion> alternatives(List<Criterion> parts) {
    Set<Criterion> found = new LinkedHashSet<>();
    Map<Tag, Set<Span>> spans = new HashMap<>();
    parts.stream()
        .flatMap(
            part -> part instanceof Criterion.AnyOf any ? any.parts().stream() : Stream.of(part))
        .forEach(
            part -> {
              if (part instanceof Criterion.Valued valued) {
                found.add(new Criterion.Valued(valued.application(), valued.tag(), List.of()));
                spans
                    .computeIfAbsent(valued.tag(), tag -> new LinkedHashSet<>())
                    .addAll(valued.spans());
              } else {
                found.add(part);
              }
            });
    return found.stream()
        .map(
            part ->
                part instanceof Criterion.Valued valued
                    ? new Criterion.Valued(
                        valued.application(), valued.tag(), List.copyOf(spans.get(valued.tag())))
                    : part)
        .toList();
  }
}
