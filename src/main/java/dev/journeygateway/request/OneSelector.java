package dev.journeygateway.request;

/** A request names its people in exactly one way; an empty list or string counts as not set. */
public final class OneSelector {

  private OneSelector() {}

  /**
   * The selector that is set.
   *
   * @throws RequestRefusedException with NO_SELECTOR or MANY_SELECTORS
   */
  public static Selector require(StartRequest request) {
    if (request.list().isPresent()) {
      return request.list().get();
    }
    boolean users = !request.users().isEmpty();
    boolean hwids = !request.hwids().isEmpty();
    boolean filter = !request.filter().isEmpty();
    int set = (users ? 1 : 0) + (hwids ? 1 : 0) + (filter ? 1 : 0);
    if (set == 0) {
      throw Refusal.of(Reason.NO_SELECTOR, "one of users, hwids or filter must be provided")
          .asException();
    }
    if (set > 1) {
      throw Refusal.of(Reason.MANY_SELECTORS, "only one of users, hwids or filter must be provided")
          .asException();
    }
    if (filter) {
      return new Selector.Filter(request.filter());
    }
    return users ? new Selector.Users(request.users()) : new Selector.Hwids(request.hwids());
  }
}
