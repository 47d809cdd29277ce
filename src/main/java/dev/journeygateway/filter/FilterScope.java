package dev.journeygateway.filter;

import java.util.Map;
import java.util.Set;

/**
 * Whose devices a caller may select.
 *
 * @param journeyApplication the application of the journey, to which a filter that names none is
 *     held
 * @param visibleApplications the codes that the token may see
 * @param groups the codes of each application group, whether the token may see them or not
 */
public record FilterScope(
    String journeyApplication, Set<String> visibleApplications, Map<String, Set<String>> groups) {

  public FilterScope {
    visibleApplications = Set.copyOf(visibleApplications);
    groups = Map.copyOf(groups);
  }
}
