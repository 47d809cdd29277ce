package dev.journeygateway.extension;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why the gateway does not start with its extensions, without a stack of calls. */
final class ExtensionFailureAnalyzer extends AbstractFailureAnalyzer<ExtensionRefusedException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, ExtensionRefusedException refused) {
    return new FailureAnalysis(
        refused.getMessage(),
        "Do what the sentences say; ./gateway extensions check tells when all is well.",
        refused);
  }
}
