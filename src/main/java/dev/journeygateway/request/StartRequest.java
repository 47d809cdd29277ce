package dev.journeygateway.request;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A start request as its caller sent it: well-formed and of the right types, and not checked any
 * further.
 *
 * @param journeyId from the path, the property or the folder
 * @param users empty when not sent
 * @param hwids empty when not sent
 * @param filter empty when not sent
 * @param list a list in a file, which no caller can send in a body
 * @param attributeValues in the order sent
 */
public record StartRequest(
    String journeyId,
    List<String> users,
    List<String> hwids,
    String filter,
    Optional<Selector.Listed> list,
    Map<String, String> attributeValues) {

  /**
   * The names of attributes that it gives values to: a list's own columns, then those with one
   * value for everybody.
   */
  public Set<String> attributeNames() {
    Set<String> names = new LinkedHashSet<>();
    list.ifPresent(listed -> names.addAll(listed.attributes()));
    names.addAll(attributeValues.keySet());
    return names;
  }
}
