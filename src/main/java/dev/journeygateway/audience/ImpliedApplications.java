package dev.journeygateway.audience;

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
   * The parts without those that say nothing beside the others: a whole application beside a
   * condition that holds for its devices alone.
   */
  static List<Criterion> leftOut(List<Criterion> parts) {
    List<Criterion> kept = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Criterion part = parts.get(i);
      if (!(part instanceof Criterion.OfApplication whole
          && whole.isWhole()
          && isImplied(whole, i, parts))) {
        kept.add(part);
      }
    }
    return kept;
  }

  private static boolean isImplied(
      Criterion.OfApplication whole, int index, List<Criterion> parts) {
    for (int i = 0; i < parts.size(); i++) {
      // Of two that say the same the first stays.
      boolean counts = i < index || i > index && !whole.equals(parts.get(i));
      if (counts && parts.get(i).accept(new Applications()).equals(Set.of(whole.code()))) {
        return true;
      }
    }
    return false;
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
    public Set<String> untagged(Criterion.Untagged untagged) {
      return Set.of(untagged.application());
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
