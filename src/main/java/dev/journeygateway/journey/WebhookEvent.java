package dev.journeygateway.journey;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a webhook can be told of. */
enum WebhookEvent {
  REQUEST_DONE,
  REQUEST_FAILED,
  REQUEST_HELD,
  REQUEST_CANCELLED,
  DELIVERY_UNKNOWN,
  DESTINATION_STOPPED;

  /** As it is in the catalogue and in the messages: {@code request.done}. */
  public String text() {
    return CatalogFile.text(this).replace('_', '.');
  }

  @JsonCreator
  static WebhookEvent of(String text) {
    return Arrays.stream(values())
        .filter(event -> event.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the events of a webhook are some of "
                        + Arrays.stream(values())
                            .map(WebhookEvent::text)
                            .collect(Collectors.joining(", "))
                        + ", not "
                        + text));
  }
}
