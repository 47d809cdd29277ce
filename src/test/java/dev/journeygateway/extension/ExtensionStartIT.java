package dev.journeygateway.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.journeygateway.support.ExtensionFiles;
import dev.journeygateway.support.RunningGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway starts with extensions that pass, and says why it does not start with others. */
class ExtensionStartIT {

  /** Counts how often it is made. */
  public static final class Client {
    static final List<Client> MADE = new ArrayList<>();

    public Client() {
      MADE.add(this);
    }

    public String body() {
      return "{\"payload\": {\"users\": [\"client\"]}}";
    }
  }

  private static final String DOOR =
      """
      - beans:
          - name: client
            type: dev.journeygateway.extension.ExtensionStartIT$Client
      - from:
          uri: platform-http:/doors/short
          steps:
            - setBody: {simple: "${bean:client?method=body}"}
            - setHeader: {name: journey_id, constant: running}
            - setHeader: {name: application_code, constant: AAAAA-00001}
            - to: direct:submit-start-request
      """;

  private final ExtensionFiles extensions = new ExtensionFiles();

  @AfterEach
  void delete() {
    extensions.close();
  }

  private static String messages(Throwable failure) {
    StringBuilder messages = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      messages.append(cause.getMessage()).append('\n');
    }
    return messages.toString();
  }

  @Test
  void namesARouteWithoutAnIdAfterItsFileAndMakesItsBeansOnce() {
    Client.MADE.clear();
    extensions.with("teams/short-door.camel.yaml", DOOR);
    try (RunningGateway gateway = RunningGateway.start(extensions.setting())) {
      String uuid = RunningGateway.uuid(gateway.send("POST", "/doors/short", Map.of(), ""));

      assertThat(gateway.status(uuid).path("door").asText()).isEqualTo("short-door");
      assertThat(Client.MADE).hasSize(1);
      assertThat(gateway.bean(CamelContext.class).getRoute("short-door").getRouteController())
          .as("what is away is raised to its source, whatever counts for ours")
          .isNull();
    }
  }

  @Test
  void runsNoneWhereTheProcessHasAnotherPart() {
    extensions.with("short-door.camel.yaml", DOOR).with("bad.camel.yaml", "{");
    try (RunningGateway gateway =
        RunningGateway.start(extensions.setting(), "gateway.roles=http,worker")) {
      assertThat(gateway.send("POST", "/doors/short", Map.of(), "").statusCode()).isEqualTo(404);
    }
  }

  /** Each of these passes what can be told without starting it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "- to: {uri: 'log:x', parameters: {nosuch: 1}}",
        "- process: {ref: noSuchBean}",
        "- setBody: {tokenize: {token: x, nosuch: y}}",
        "- setBody: {language: {language: nosuch, expression: x}}",
        "- marshal: {avro: {}}"
      })
  void saysWhichFileCamelCannotStart(String step) {
    extensions.with(
        "bad.camel.yaml",
        """
        - route:
            id: bad
            from:
              uri: platform-http:/doors/bad
              steps:
                %s
                - to: direct:submit-start-request
        """
            .replace("%s", step));

    Throwable failure = catchThrowable(() -> RunningGateway.start(extensions.setting()).close());

    assertThat(messages(failure))
        .contains(extensions.folder() + "/bad.camel.yaml")
        .contains("Camel does not take it: ");
  }

  @Test
  void refusesABeanOfOursAndASettingOfNoDoor() {
    extensions.with("short-door.camel.yaml", DOOR.replace("client", "clock"));
    assertThat(messages(catchThrowable(() -> RunningGateway.start(extensions.setting()).close())))
        .contains(
            "short-door.camel.yaml, line 2: the gateway has a bean clock of its own; call yours"
                + " otherwise");

    extensions.with("short-door.camel.yaml", DOOR);
    assertThat(
            messages(
                catchThrowable(
                    () ->
                        RunningGateway.start(
                                extensions.setting(), "gateway.doors.long-door.over-limit=refuse")
                            .close())))
        .contains("gateway.doors.long-door is set, and no extension has a door of that id");
    assertThatThrownBy(
            () ->
                RunningGateway.start(
                        extensions.setting(), "gateway.doors.short-door.over-limits=refuse")
                    .close())
        .hasMessageContaining(
            "gateway.doors.short-door.over-limits is no setting of a door; it has one,"
                + " gateway.doors.<id>.over-limit");
  }

  @Test
  void startsAgainOnceABadOneIsGone() {
    String bad = "a-" + UUID.randomUUID() + ".camel.yaml";
    extensions.with(bad, "- route: {");
    assertThatThrownBy(() -> RunningGateway.start(extensions.setting()).close())
        .isInstanceOf(ExtensionRefusedException.class)
        .hasMessageContaining("this is no YAML");

    extensions.without(bad);
    try (RunningGateway gateway = RunningGateway.start(extensions.setting())) {
      assertThat(gateway.post("running", "{\"users\": [\"a\"]}").statusCode()).isEqualTo(200);
    }
  }
}
