package dev.journeygateway.broker;

import java.util.Locale;
import org.apache.camel.component.jms.JmsHeaderFilterStrategy;

/**
 * What outsiders may not set: names that Camel takes for instructions, whatever their case. Camel's
 * own filter before 4.18.4 lets case variants through.
 */
final class OutsideHeaders extends JmsHeaderFilterStrategy {

  OutsideHeaders() {
    setInFilter(java.util.Set.of());
  }

  @Override
  public boolean applyFilterToExternalHeaders(
      String name, Object value, org.apache.camel.Exchange exchange) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("camel")
        || lower.startsWith("org.apache.camel")
        || lower.startsWith("org_apache_camel")
        || lower.startsWith("org_dot_apache_dot_camel")
        || super.applyFilterToExternalHeaders(name, value, exchange);
  }
}
