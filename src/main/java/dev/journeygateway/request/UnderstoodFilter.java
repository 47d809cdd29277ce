package dev.journeygateway.request;

import dev.journeygateway.access.Caller;
import dev.journeygateway.filter.CheckedFilter;
import dev.journeygateway.filter.FilterCheck;
import dev.journeygateway.filter.FilterLanguage;
import dev.journeygateway.filter.FilterScope;
import dev.journeygateway.filter.InvalidFilter;
import dev.journeygateway.filter.Tags;
import dev.journeygateway.journey.Journey;
import java.util.Map;
import java.util.Set;

/** A filter parses and stays inside the token's applications. */
public final class UnderstoodFilter {

  private UnderstoodFilter() {}

  /**
   * Requires a filter that can be read; the destination that it goes to knows its tags.
   *
   * @throws RequestRefusedException with INVALID_FILTER
   */
  public static void requireReadable(Selector.Filter filter) {
    try {
      FilterLanguage.parse(filter.text());
    } catch (InvalidFilter e) {
      throw refusal(e);
    }
  }

  private static RuntimeException refusal(InvalidFilter e) {
    return Refusal.of(
            Reason.INVALID_FILTER, e.pointed(), "character", Integer.toString(e.character()))
        .asException();
  }

  /**
   * The filter as it will be resolved, whatever the token may see then.
   *
   * @param groups the codes of the applications in each group
   * @throws RequestRefusedException with INVALID_FILTER and the place it is about
   */
  public static CheckedFilter require(
      Selector.Filter filter,
      Journey journey,
      Caller caller,
      Tags tags,
      Map<String, Set<String>> groups) {
    try {
      return FilterCheck.check(
          FilterLanguage.parse(filter.text()),
          new FilterScope(journey.applicationCode(), caller.applications(), groups),
          tags);
    } catch (InvalidFilter e) {
      throw refusal(e);
    }
  }
}
