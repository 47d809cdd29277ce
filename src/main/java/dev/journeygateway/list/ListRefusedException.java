package dev.journeygateway.list;

import java.io.IOException;

/**
 * Carries a {@link ListRefusal} out of a reader; an IOException, so that it passes through the
 * parsers untouched.
 */
public final class ListRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient ListRefusal refusal;

  public ListRefusedException(ListRefusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  public ListRefusal refusal() {
    return refusal;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
