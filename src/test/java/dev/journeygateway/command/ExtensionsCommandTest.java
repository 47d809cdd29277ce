package dev.journeygateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.ExtensionFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code extensions check} says what the start would say, and starts nothing. */
class ExtensionsCommandTest {

  private final ExtensionFiles extensions = new ExtensionFiles();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void delete() {
    extensions.close();
  }

  private int check() {
    String[] command = {"extensions", "check", "--folder", extensions.folder().toString()};
    assertThat(GatewayCommand.isAskedBy(command)).isTrue();
    return GatewayCommand.run(new PrintWriter(out), new PrintWriter(err), command);
  }

  @Test
  void namesWhatPasses() {
    extensions.with(
        "nightly.camel.yaml",
        """
        - from:
            uri: timer:nightly
            steps:
              - to: direct:submit-start-request
        """);

    assertThat(check()).isZero();
    assertThat(out.toString())
        .isEqualTo(extensions.folder() + "/nightly.camel.yaml: door nightly\n");
  }

  @Test
  void saysThatThereIsNothing() {
    assertThat(check()).isZero();
    assertThat(out.toString()).startsWith("There are no extensions in ");
  }

  @Test
  void tellsEachFaultAndEndsWithOne() {
    extensions.with("a.camel.yaml", "- route: {").with("b.camel.yaml", "");

    assertThat(check()).isEqualTo(1);
    assertThat(err.toString())
        .contains("a.camel.yaml, line 1: this is no YAML (")
        .contains("b.camel.yaml: the file is empty; ");
  }
}
