package dev.journeygateway.extension;

import java.util.List;
import java.util.stream.Collectors;

/** Extensions do not pass, so the gateway does not start. */
public final class ExtensionRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ExtensionRefusedException(List<ExtensionFault> faults) {
    super(message(faults));
  }

  ExtensionRefusedException(ExtensionFault fault, Throwable cause) {
    super(message(List.of(fault)), cause);
  }

  private static String message(List<ExtensionFault> faults) {
    return faults.stream().map(ExtensionFault::toString).collect(Collectors.joining("\n"));
  }
}
