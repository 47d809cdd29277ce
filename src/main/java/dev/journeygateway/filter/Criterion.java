package dev.journeygateway.filter;

import java.util.List;

/**
 * A checked filter as questions to the tables: each names its application or its tag by the key it
 * has there.
 */
public sealed interface Criterion {

  <R> R accept(Visitor<R> visitor);

  interface Visitor<R> {
    R anyOf(AnyOf anyOf);

    R allOf(AllOf allOf);

    R allBut(AllBut allBut);

    R ofApplication(OfApplication ofApplication);

    R tagged(Tagged tagged);

    R valued(Valued valued);

    R valuedOtherwise(ValuedOtherwise valuedOtherwise);
  }

  record AnyOf(List<Criterion> parts) implements Criterion {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.anyOf(this);
    }
  }

  record AllOf(List<Criterion> parts) implements Criterion {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.allOf(this);
    }
  }

  record AllBut(Criterion base, List<Criterion> without) implements Criterion {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.allBut(this);
    }
  }

  /**
   * Devices of an application, of all platforms where none is named.
   *
   * @param implied whether the condition beside it holds for that application's devices alone, so
   *     that only the rest needs to be asked
   */
  record OfApplication(String code, List<String> platforms, boolean withTokens, boolean implied)
      implements Criterion {

    public static OfApplication whole(String code) {
      return new OfApplication(code, List.of(), false, false);
    }

    public boolean isWhole() {
      return platforms.isEmpty() && !withTokens;
    }

    OfApplication asImplied() {
      return new OfApplication(code, platforms, withTokens, true);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.ofApplication(this);
    }
  }

  /** Devices that have the tag. */
  record Tagged(String application, Tag tag) implements Criterion {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tagged(this);
    }
  }

  /** Devices that have a value of the tag in one of the spans. */
  record Valued(String application, Tag tag, List<Span> spans) implements Criterion {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.valued(this);
    }
  }

  /** Devices that have the tag, but no value of it in any of the spans; not of a list. */
  record ValuedOtherwise(String application, Tag tag, List<Span> spans) implements Criterion {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.valuedOtherwise(this);
    }
  }

  static Criterion anyOf(List<Criterion> parts) {
    return parts.size() == 1 ? parts.get(0) : new AnyOf(List.copyOf(parts));
  }

  static Criterion allOf(List<Criterion> parts) {
    return parts.size() == 1 ? parts.get(0) : new AllOf(List.copyOf(parts));
  }
}
