package dev.journeygateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.journeygateway.support.RunningGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is generated from openapi.yaml compiles, and starts a journey. */
class GeneratedClientIT {

  private static final String VERSION = "7.13.0";

  @TempDir Path folder;

  /** The build copies it; else it is where Maven keeps it. */
  private static Path generator() {
    Path copied = Path.of("target/generator/openapi-generator-cli.jar");
    Path kept =
        Path.of(System.getProperty("user.home"), ".m2/repository/org/openapitools")
            .resolve("openapi-generator-cli")
            .resolve(VERSION)
            .resolve("openapi-generator-cli-" + VERSION + ".jar");
    Path generator = Files.exists(copied) ? copied : kept;
    assertThat(generator).as("mvn generate-test-resources copies it").exists();
    return generator;
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of(command));
    Process process =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private void generate() throws IOException, InterruptedException {
    run(
        "-jar",
        generator().toString(),
        "generate",
        "-g",
        "java",
        "--library",
        "native",
        "-i",
        "src/main/resources/static/openapi.yaml",
        "-o",
        folder.resolve("client").toString(),
        "--global-property=apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false",
        "--additional-properties=apiPackage=client.api,modelPackage=client.model,invokerPackage=client,"
            + "openApiNullable=false,useJakartaEe=true");
  }

  private Path compile() throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-nowarn",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                Files.createDirectories(folder.resolve("classes")).toString(),
                "src/test/resources/client/StartsAJourney.java"));
    try (Stream<Path> sources = Files.walk(folder.resolve("client/src/main/java"))) {
      sources
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> arguments.add(file.toString()));
    }
    var said = new java.io.ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, said, said, arguments.toArray(String[]::new));
    assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isZero();
    return folder.resolve("classes");
  }

  @Test
  void startsAJourney() throws IOException, InterruptedException {
    generate();
    Path classes = compile();
    try (RunningGateway gateway = RunningGateway.start()) {
      String said =
          run(
              "-cp",
              classes + java.io.File.pathSeparator + System.getProperty("java.class.path"),
              "StartsAJourney",
              "http://localhost:" + gateway.port(),
              "start-and-read");

      String[] lines = said.strip().split("\\s+");
      assertThat(lines[lines.length - 1]).as("the requested, as its status tells").isEqualTo("2");
      assertThat(gateway.await(lines[lines.length - 2], "done").at("/counts/entered").asInt())
          .isEqualTo(2);
    }
  }
}
