package dev.journeygateway.batch;

import java.io.IOException;

/**
 * Carries a {@link FileRefusal} out of a reader; an IOException, so that it passes through the
 * parsers untouched.
 */
final class FileRefused extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient FileRefusal refusal;

  FileRefused(FileRefusal refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  FileRefusal refusal() {
    return refusal;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
