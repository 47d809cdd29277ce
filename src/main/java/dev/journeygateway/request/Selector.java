package dev.journeygateway.request;

import java.util.List;
import java.util.Set;

/** Who is to enter: a request names its people in exactly one of these ways. */
public sealed interface Selector {

  /** People by their user id, in the order sent. */
  record Users(List<String> ids) implements Selector {}

  /** Devices by their hwid, in the order sent; each is entered by the user it belongs to. */
  record Hwids(List<String> ids) implements Selector {}

  /**
   * People or devices in a file, too many to be held in memory.
   *
   * @param kind users or hwids
   * @param rows how many of them may enter
   * @param rejected rows of the file that are left out
   * @param attributes the names that rows give values of their own to
   */
  record Listed(String kind, long rows, long rejected, Set<String> attributes)
      implements Selector {}

  /** An audience in the filter language. */
  record Filter(String text) implements Selector {}

  /** The name that the call, the status and the queue use for it. */
  default String kind() {
    if (this instanceof Listed listed) {
      return listed.kind();
    }
    if (this instanceof Users) {
      return "users";
    }
    return this instanceof Hwids ? "hwids" : "filter";
  }
}
