package dev.journeygateway.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.audience.SelectionAgreesTest;
import dev.journeygateway.audience.SemiJoins;
import dev.journeygateway.audience.SqlFragment;
import dev.journeygateway.device.ExampleDevices;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That it selects the same is seen by {@link SelectionAgreesTest}. */
class SimplificationTest {

  private static final String OURS = "AAAAA-00001";
  private static final String OTHER = "BBBBB-00002";
  private static final Map<String, Tag> TAGS =
      Map.of(
          "City", new Tag(1, TagType.STRING),
          "Age", new Tag(2, TagType.INTEGER),
          "Languages", new Tag(3, TagType.LIST));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          T("City", eq, "a") + T("City", eq, "b")                    | T("City", in, ["a", "b"])
          T("City", eq, "a") + (T("City", eq, "b") + T("Age", set))  | T("City", in, ["a", "b"]) + T("Age", set)
          T("Age", set) \\ T("City", eq, "a") \\ T("City", eq, "b")  | T("Age", set) \\ T("City", in, ["a", "b"])
          (T("Age", set) \\ T("City", set)) * T("Languages", set)    | T("Age", set) * T("Languages", set) \\ T("City", set)
          T("Age", set) * T("City", notset)                          | T("Age", set) \\ T("City", set)
          T("Languages", notin, ["a"])                               | T("Languages", set) \\ T("Languages", in, ["a"])
          A("AAAAA-00001") * T("Age", set)                           | T("Age", set)
          T("Age", set) + T("Age", set)                              | T("Age", set)
          """)
  void asksTheSameOfBoth(String one, String other) {
    assertThat(select(one)).isEqualTo(select(other));
  }

  @Test
  void asksForTheApplicationOnlyWhereNothingElseSaysIt() {
    assertThat(select("A(\"AAAAA-00001\", [ios]) * T(\"Age\", set)").text())
        .contains("platform")
        .doesNotContain("application_code");
    for (String text :
        new String[] {
          "A(\"AAAAA-00001\", [ios])",
          "A(\"AAAAA-00001\", [ios]) * A(\"AAAAA-00001\", [android])",
          "A(\"AAAAA-00001\", [ios]) * AT(\"BBBBB-00002\", \"Age\", set)",
          "A(\"AAAAA-00001\", [ios]) + T(\"Age\", set)",
          "A(\"AAAAA-00001\", [ios]) * (AT(\"AAAAA-00001\", \"Age\", set) + AT(\"BBBBB-00002\", \"City\", set))",
          "T(\"Age\", notset)"
        }) {
      assertThat(select(text).text()).as(text).contains("application_code");
    }
  }

  private static SqlFragment select(String text) {
    FilterScope scope = new FilterScope(OURS, Set.of(OURS, OTHER), Map.of());
    Tags tags =
        (application, name) ->
            Optional.ofNullable(TAGS.get(name))
                .map(tag -> application.equals(OURS) ? tag : new Tag(tag.id() + 10, tag.type()));
    return new SemiJoins()
        .select(FilterCheck.check(FilterLanguage.parse(text), scope, tags), ExampleDevices.NOW);
  }
}
