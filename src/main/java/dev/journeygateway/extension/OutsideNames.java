package dev.journeygateway.extension;

import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * The headers that a transport of an extension takes from outside: none whose name Camel takes for
 * an instruction, whatever its case. Camel's own filters before 4.18.4 let case variants through.
 */
record OutsideNames(HeaderFilterStrategy theirs) implements HeaderFilterStrategy {

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    // Settings of a destination go nowhere by themselves: its token is one of them.
    return SeamHeaders.isSetting(name)
        || theirs != null && theirs.applyFilterToCamelHeaders(name, value, exchange);
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("camel")
        || lower.startsWith("org.apache.camel")
        || lower.startsWith("org_apache_camel")
        || theirs != null && theirs.applyFilterToExternalHeaders(name, value, exchange);
  }
}
