package dev.journeygateway.notify;

import java.util.List;

/**
 * A receiver as the catalogue has it.
 *
 * @param secrets references
 */
record Webhook(String id, String url, List<String> secrets) {}
