package dev.journeygateway.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A filter as a tree: what both spellings parse to.
 *
 * <p>Union, intersection and difference hold all their parts side by side, because {@code (a + b) +
 * c} and {@code a + (b + c)} say the same; so the depth of a tree is bounded by its parentheses,
 * not by its length.
 */
public sealed interface Filter {

  <R> R accept(Visitor<R> visitor);

  /** One method a kind of node, so that a forgotten kind does not compile. */
  interface Visitor<R> {
    R union(Union union);

    R intersection(Intersection intersection);

    R difference(Difference difference);

    R application(Application application);

    R group(Group group);

    R tag(TagCondition tag);
  }

  /** Devices that match at least one part. */
  record Union(List<Filter> parts) implements Filter {
    public Union {
      parts = severalOtherThan(Union.class, parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.union(this);
    }
  }

  /** Devices that match every part. */
  record Intersection(List<Filter> parts) implements Filter {
    public Intersection {
      parts = severalOtherThan(Intersection.class, parts);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.intersection(this);
    }
  }

  /** Devices that match the base and none of the others. */
  record Difference(Filter base, List<Filter> without) implements Filter {
    public Difference {
      without = List.copyOf(without);
      if (without.isEmpty() || base instanceof Difference) {
        throw new IllegalArgumentException(
            "a difference takes away from something that is none itself");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.difference(this);
    }
  }

  /** Devices of an application; of all platforms where none is named. */
  record Application(Place place, String code, List<String> platforms, boolean withTokens)
      implements Filter {
    public Application {
      platforms = List.copyOf(platforms);
      if (withTokens && platforms.isEmpty()) {
        throw new IllegalArgumentException("with_tokens comes after the platforms");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.application(this);
    }
  }

  /** Devices of the applications of a group that the token may see. */
  record Group(Place place, String code, List<String> platforms) implements Filter {
    public Group {
      platforms = List.copyOf(platforms);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.group(this);
    }
  }

  /**
   * Devices by a tag's value.
   *
   * @param application the code of an AT, none for a T
   * @param daysAgo whether the operand counts the whole days since the value
   * @param operand none for set and notset only
   */
  record TagCondition(
      Place place,
      Optional<String> application,
      String name,
      boolean daysAgo,
      Place operatorPlace,
      Operator operator,
      Optional<Operand> operand)
      implements Filter {

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tag(this);
    }

    TagCondition heldTo(String code) {
      return new TagCondition(
          place, Optional.of(code), name, daysAgo, operatorPlace, operator, operand);
    }
  }

  /** The parts as one filter: a single one is itself, unions among them are taken apart. */
  static Filter union(List<Filter> parts) {
    List<Filter> flat = new ArrayList<>();
    for (Filter part : parts) {
      if (part instanceof Union union) {
        flat.addAll(union.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.size() == 1 ? flat.get(0) : new Union(flat);
  }

  /** The parts as one filter: a single one is itself, intersections among them are taken apart. */
  static Filter intersection(List<Filter> parts) {
    List<Filter> flat = new ArrayList<>();
    for (Filter part : parts) {
      if (part instanceof Intersection intersection) {
        flat.addAll(intersection.parts());
      } else {
        flat.add(part);
      }
    }
    return flat.size() == 1 ? flat.get(0) : new Intersection(flat);
  }

  /** The base without the others; {@code (a \ b) \ c} is {@code a \ b \ c}. */
  static Filter difference(Filter base, List<Filter> without) {
    if (without.isEmpty()) {
      return base;
    }
    if (base instanceof Difference inner) {
      List<Filter> all = new ArrayList<>(inner.without());
      all.addAll(without);
      return new Difference(inner.base(), all);
    }
    return new Difference(base, without);
  }

  private static List<Filter> severalOtherThan(Class<? extends Filter> kind, List<Filter> parts) {
    if (parts.size() < 2 || parts.stream().anyMatch(kind::isInstance)) {
      throw new IllegalArgumentException("takes two or more parts of another kind");
    }
    return List.copyOf(parts);
  }
}
