package dev.journeygateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.access.ApiTokens;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TokenCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return new CommandLine(new TokenCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  @Test
  void printsATokenAndTheLineThatLetsItIn() {
    assertThat(run("create", "--application", "AAAAA-00001", "--scope", "start,read")).isZero();

    Matcher token = Pattern.compile("shown this once: (\\S+)").matcher(out.toString());
    assertThat(token.find()).isTrue();
    assertThat(out.toString())
        .contains(
            "- {sha256: %s, scopes: [start, read], hint: \"...%s\"}"
                .formatted(
                    ApiTokens.sha256Hex(token.group(1)),
                    token.group(1).substring(token.group(1).length() - 4)));
  }

  @Test
  void refusesACodeThatIsNone() {
    assertThat(run("create", "--application", "shop", "--scope", "start")).isNotZero();
    assertThat(err.toString()).contains("an application code looks like XXXXX-XXXXX, not shop");
  }

  @Test
  void refusesAScopeThatIsNone() {
    assertThat(run("create", "--application", "AAAAA-00001", "--scope", "dance")).isNotZero();
    assertThat(err.toString()).contains("dance");
  }
}
