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

  /** Settings of a destination go nowhere by themselves: its token is one of them. */
  @Override
  public boolean applyFilterToCamelHeaders(
      String name, Object value, org.apache.camel.Exchange exchange) {
    return name.toLowerCase(Locale.ROOT).startsWith("destination_")
        || super.applyFilterToCamelHeaders(name, value, exchange);
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
