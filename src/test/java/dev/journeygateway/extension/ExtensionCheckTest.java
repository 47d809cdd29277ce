package dev.journeygateway.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.journeygateway.support.ExtensionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each thing that is wrong with an extension is a sentence with its file, its line and a way out.
 */
class ExtensionCheckTest {

  private static final String DOOR =
      """
      - route:
          id: nightly
          from:
            uri: timer:nightly
            steps:
              - to:
                  uri: direct:submit-start-request
      """;

  private final ExtensionFiles files = new ExtensionFiles();

  @AfterEach
  void delete() {
    files.close();
  }

  private CheckedExtensions check() {
    return ExtensionCheck.check(
        new ExtensionFolder(files.folder()),
        BundleRoutes.beside(Path.of("none")),
        getClass().getClassLoader());
  }

  @Test
  void takesCanonicalAndShortFilesInFoldersAndNamesWhatTheyHold() {
    files
        .with("a/nightly.camel.yaml", DOOR)
        .with(
            "short.camel.yaml",
            """
            - from:
                uri: timer:short
                steps:
                  - setBody:
                      simple: "x"
                  - to: direct:inner
            """)
        .with(
            "kaoto.camel.yaml",
            """
            - beans:
                - name: mine
                  type: java.util.ArrayList
            - route:
                id: inner
                from:
                  uri: direct
                  parameters:
                    name: inner
                  steps:
                    - choice:
                        when:
                          - simple: ${body} == 'x'
                            steps:
                              - to:
                                  uri: direct
                                  parameters:
                                    name: submit-start-list
            """)
        .with(
            "crm.camel.yaml",
            """
            - route:
                id: crm
                from:
                  uri: direct:deliver-to-crm
                  steps:
                    - log: "${body}"
            """)
        .with("..data/nightly.camel.yaml", "no route at all")
        .with("lib/readme.txt", "jars go here");

    assertThat(check().lines())
        .containsExactly(
            files.folder() + "/a/nightly.camel.yaml: door nightly",
            files.folder() + "/crm.camel.yaml: destination crm",
            files.folder() + "/kaoto.camel.yaml: route inner",
            files.folder() + "/short.camel.yaml: door short");
  }

  @Test
  void findsNothingWrongWhereThereIsNothing() {
    assertThat(check().files()).isEmpty();
    assertThat(
            ExtensionCheck.check(
                    new ExtensionFolder(Path.of("no-such-folder")),
                    BundleRoutes.beside(Path.of("none")),
                    getClass().getClassLoader())
                .files())
        .isEmpty();
  }

  private void assertRefused(String name, String text, String... sentences) {
    files.with(name, text);
    assertThatThrownBy(this::check)
        .isInstanceOf(ExtensionRefusedException.class)
        .satisfies(
            refused -> {
              for (String sentence : sentences) {
                assertThat(refused.getMessage())
                    .contains(sentence.replace("FILE", files.folder() + "/" + name));
              }
            });
  }

  @Test
  void refusesWhatIsNoYaml() {
    assertRefused(
        "bad.camel.yaml",
        "- route:\n    id: x\n   from: {",
        "FILE, line 3: this is no YAML (",
        "); correct it or take the file away");
    assertRefused(
        "bad.camel.yaml",
        "# nothing yet\n",
        "FILE: the file is empty; write a route into it or take it away");
    assertRefused(
        "bad.camel.yaml",
        "hello",
        "FILE, line 1: the file must be a list that begins with \"- route:\"");
  }

  @ParameterizedTest
  @CsvSource({
    "accept-start-request, routes/accept/accept-start-request.camel.yaml",
    "raise-to-caller, routes/error-handling.camel.yaml",
    "http, the bundle's door http",
    "sftp-start-3, the bundle's door sftp"
  })
  void refusesAnIdOfOurs(String id, String owner) {
    assertRefused(
        "mine.camel.yaml",
        "\n" + DOOR.replace("nightly", id),
        "FILE, line 2: the id %s is taken by %s; choose another".formatted(id, owner));
  }

  @Test
  void refusesAnIdThatTwoFilesHave() {
    files.with("a.camel.yaml", DOOR);
    assertRefused(
        "b.camel.yaml",
        DOOR,
        "FILE, line 1: the id nightly is taken by " + files.folder() + "/a.camel.yaml");
  }

  @ParameterizedTest
  @CsvSource({
    "direct:take-slot, routes/accept/take-slot.camel.yaml",
    "platform-http:/api/journey/{id}/start/external, routes/door/http-start.camel.yaml",
    "platform-http:/actuator/health, the bundle itself"
  })
  void refusesToReadFromWhereWeDo(String uri, String owner) {
    assertRefused(
        "mine.camel.yaml",
        DOOR.replace("timer:nightly", uri),
        "FILE, line 4: %s is read by %s already; choose another".formatted(uri, owner));
  }

  @Test
  void refusesAComponentThatIsNotThere() {
    assertRefused(
        "mine.camel.yaml",
        DOOR.replace("timer:nightly", "nosuch:orders"),
        "FILE, line 4: there is no component \"nosuch\"; correct the name, or put its jar (as a"
            + " rule camel-nosuch-4.",
        "into " + files.folder() + "/lib");
  }

  @Test
  void refusesADoorThatCallsNoSeam() {
    assertRefused(
        "mine.camel.yaml",
        DOOR.replace("direct:submit-start-request", "log:lost"),
        "FILE, line 1: the route nightly begins like a door and hands its requests to no seam;"
            + " let it send to direct:submit-start-request or direct:submit-start-list");
  }

  @Test
  void refusesAStepThatCamelDoesNotKnow() {
    assertRefused(
        "mine.camel.yaml",
        DOOR.replace("- to:\n", "- too: x\n        - to:\n"),
        "FILE",
        "Camel does not take it: ",
        "too");
  }

  @Test
  void refusesWhatWouldCountForAllRoutes() {
    assertRefused(
        "mine.camel.yaml",
        DOOR + "- routeConfiguration:\n    errorHandler:\n      noErrorHandler: {}\n",
        "FILE, line 8: a routeConfiguration needs an id");
    assertRefused(
        "mine.camel.yaml",
        DOOR + "- restConfiguration:\n    component: jetty\n",
        "FILE, line 8: an extension holds no \"restConfiguration\"");
  }

  @Test
  void refusesAFileThatNobodyWouldRead() {
    assertRefused("query.yaml", DOOR, "FILE: this file is not read; name it query.camel.yaml");
  }

  @Test
  void refusesAnotherVersionOfALibraryOfOurs(@TempDir Path folder) throws IOException {
    jar("fastcsv-1.0.0.jar", "");
    jar("all-in-one.jar", "META-INF/maven/info.picocli/picocli/pom.properties");
    Files.writeString(files.folder().resolve("lib/broken.jar"), "no jar");

    assertThatThrownBy(this::check)
        .hasMessageContaining(
            files.folder()
                + "/lib/fastcsv-1.0.0.jar: this jar brings fastcsv 1.0.0, and the gateway has"
                + " fastcsv 4.1.0, which comes first; delete the jar")
        .hasMessageContaining("/lib/all-in-one.jar: this jar brings picocli 0.9")
        .hasMessageContaining("/lib/broken.jar: this is no jar");
  }

  @Test
  void findsComponentsInJarsAndOursFirst() throws Exception {
    jar("camel-nosuch-4.18.0.jar", "META-INF/services/org/apache/camel/component/nosuch");
    files.with("mine.camel.yaml", DOOR.replace("timer:nightly", "nosuch:orders"));

    CheckedExtensions checked = check();

    assertThat(checked.files()).hasSize(1);
    assertThat(checked.loader().loadClass("org.apache.camel.CamelContext"))
        .isSameAs(org.apache.camel.CamelContext.class);
  }

  private void jar(String name, String entry) throws IOException {
    Path jar = files.folder().resolve("lib").resolve(name);
    Files.createDirectories(jar.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String one : List.of("META-INF/x", entry)) {
        if (!one.isEmpty()) {
          out.putNextEntry(new JarEntry(one));
          out.write("artifactId=picocli\nversion=0.9\n".getBytes());
        }
      }
    }
  }
}
