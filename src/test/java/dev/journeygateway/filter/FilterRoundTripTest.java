package dev.journeygateway.filter;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FilterRoundTripTest {

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void canonicalTextParsesToTheSameTree(@ForAll("filters") Filter filter) {
    String text = FilterLanguage.print(filter);
    if (text.length() < FilterLanguage.MAX_BYTES / 4) {
      Filter parsed = FilterLanguage.parse(text);
      assertThat(parsed).isEqualTo(filter);
      assertThat(FilterLanguage.print(parsed)).isEqualTo(text);
    }
  }

  @Provide
  Arbitrary<Filter> filters() {
    return FilterArbitraries.filters();
  }
}
