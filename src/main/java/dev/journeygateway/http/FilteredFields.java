package dev.journeygateway.http;

import org.apache.camel.spi.HeaderFilterStrategy;

/**
 * What a route of somebody else's sees of a call: all that the filter of its endpoint lets through.
 *
 * @param ours says which headers count once, for every route
 */
record FilteredFields(HeaderFilterStrategy filter, CallFields ours) implements CallFields {

  @Override
  public boolean header(String name) {
    return filter == null || !filter.applyFilterToExternalHeaders(name, "", null);
  }

  @Override
  public boolean single(String name) {
    return ours.single(name);
  }

  @Override
  public boolean parameter(String name) {
    return header(name);
  }
}
