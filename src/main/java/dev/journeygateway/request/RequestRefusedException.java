package dev.journeygateway.request;

/**
 * Carries a {@link Refusal} to the step that answers the caller; without a stack trace, for it is
 * an answer and no fault.
 */
public final class RequestRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RequestRefusedException(Refusal refusal) {
    super(refusal.message(), null, false, false);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
