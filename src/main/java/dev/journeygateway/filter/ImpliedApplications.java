package dev.journeygateway.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the applications in an intersection that its other parts imply, so that the database need
 * not look them up.
 */
final class ImpliedApplications {

  private ImpliedApplications() {}

  /**
   * The parts without what says nothing beside the others: a whole application beside a condition
   * that holds for its devices alone, and the code of one beside a condition on their tags.
   */
  static List<Criterion> leftOut(List<Criterion> parts) {
    List<Criterion> kept = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i) instanceof Criterion.OfApplication application)) {
        kept.add(parts.get(i));
      } else if (!application.isWhole()) {
        kept.add(isImpliedByTags(application, parts) ? application.asImplied() : application);
      } else if (!isImplied(application, i, parts)) {
        kept.add(application);
      }
    }
    return kept;
  }

  private static boolean isImpliedByTags(
      Criterion.OfApplication application, List<Criterion> parts) {
    return parts.stream()
        .filter(part -> !(part instanceof Criterion.OfApplication))
        .anyMatch(part -> isOf(part, application));
  }

  private static boolean isImplied(
      Criterion.OfApplication whole, int index, List<Criterion> parts) {
    for (int i = 0; i < parts.size(); i++) {
      // Of two that say the same the first stays.
      boolean counts = i < index || i > index && !whole.equals(parts.get(i));
      if (counts && isOf(parts.get(i), whole)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(Criterion part, Criterion.OfApplication application) {
    return part.accept(new Applications()).equals(Set.of(application.code()));
  }

  /** The applications that a criterion's devices can be of. */
  private static final class Applications implements Criterion.Visitor<Set<String>> {

    @Override
    public Set<String> anyOf(Criterion.AnyOf anyOf) {
      Set<String> codes = new TreeSet<>();
      anyOf.parts().forEach(part -> codes.addAll(part.accept(this)));
      return codes;
    }

    @Override
    public Set<String> allOf(Criterion.AllOf allOf) {
      Set<String> codes = new TreeSet<>(allOf.parts().get(0).accept(this));
      allOf.parts().forEach(part -> codes.retainAll(part.accept(this)));
      return codes;
    }

    @Override
    public Set<String> allBut(Criterion.AllBut allBut) {
      return allBut.base().accept(this);
    }

    @Override
    public Set<String> ofApplication(Criterion.OfApplication ofApplication) {
      return Set.of(ofApplication.code());
    }

    @Override
    public Set<String> tagged(Criterion.Tagged tagged) {
      return Set.of(tagged.application());
    }

    @Override
    public Set<String> valued(Criterion.Valued valued) {
      return Set.of(valued.application());
    }

    @Override
    public Set<String> valuedOtherwise(Criterion.ValuedOtherwise valuedOtherwise) {
      return Set.of(valuedOtherwise.application());
    }
  }
}
