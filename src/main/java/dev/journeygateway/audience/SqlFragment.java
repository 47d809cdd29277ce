package dev.journeygateway.audience;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A statement, or a part of one, and the values of its question marks in their order; the two never
 * travel apart.
 */
public record SqlFragment(String text, List<Object> values) {

  public SqlFragment {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** This statement inside another: the values of what stands before come first, then ours. */
  SqlFragment within(String before, List<?> valuesBefore, String after) {
    List<Object> all = new ArrayList<>(valuesBefore);
    all.addAll(values);
    return new SqlFragment(before + text + after, all);
  }
}
