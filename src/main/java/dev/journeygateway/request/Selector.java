package dev.journeygateway.request;

import java.util.List;

/** Who is to enter: a request names its people in exactly one of these ways. */
public sealed interface Selector {

  /** People by their user id, in the order sent. */
  record Users(List<String> ids) implements Selector {}

  /** Devices by their hwid, in the order sent; each is entered by the user it belongs to. */
  record Hwids(List<String> ids) implements Selector {}

  /** An audience in the filter language. */
  record Filter(String text) implements Selector {}

  /** The name that the call, the status and the queue use for it. */
  default String kind() {
    if (this instanceof Users) {
      return "users";
    }
    return this instanceof Hwids ? "hwids" : "filter";
  }
}
