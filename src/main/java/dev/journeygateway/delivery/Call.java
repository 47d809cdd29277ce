package dev.journeygateway.delivery;

import java.util.Optional;
import java.util.UUID;

/**
 * A call that is made now.
 *
 * @param requestUuid the request that it was made for; others may share it
 * @param ids how many people it names
 * @param attempt from 1
 * @param body null where the call is not to be made, only ended
 * @param traceparent what the trace of that request goes on from
 */
record Call(
    UUID deliveryUuid,
    UUID requestUuid,
    DeliverySlot slot,
    String applicationCode,
    String selector,
    int ids,
    int attempt,
    String body,
    Optional<String> traceparent) {}
