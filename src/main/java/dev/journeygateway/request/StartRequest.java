package dev.journeygateway.request;

import java.util.List;
import java.util.Map;

/**
 * A start request as its caller sent it: well-formed and of the right types, and not checked any further.
 *
 * @param journeyId from the path, the property or the folder
 * @param users empty when not sent
 * @param hwids empty when not sent
 * @param filter empty when not sent
 * @param attributeValues in the order sent
 */
public record StartRequest(
    String journeyId, List<String> users, List<String> hwids, String filter, Map<String, String> attributeValues) {}
