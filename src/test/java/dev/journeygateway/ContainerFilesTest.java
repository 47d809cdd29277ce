package dev.journeygateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import org.yaml.snakeyaml.Yaml;

/** The files in docker/ name what the gateway has. {@code docker/check} builds and runs them. */
class ContainerFilesTest {

  private static final Path DOCKER = Path.of("docker");
  private static final Path CONFIG = Path.of("config");
  private static final String HEALTH = "/actuator/health/";

  private static String dockerfile() throws IOException {
    return Files.readString(DOCKER.resolve("Dockerfile"));
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static Object yaml(Path file, String... names) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return at(new Yaml().load(reader), names);
    }
  }

  /** Of Kubernetes' objects the one of the kind. */
  private static Object kubernetes(String kind, String... names) throws IOException {
    try (Reader reader = Files.newBufferedReader(DOCKER.resolve("kubernetes.yaml"))) {
      for (Object object : new Yaml().loadAll(reader)) {
        if (at(object, "kind").equals(kind)) {
          return at(object, names);
        }
      }
    }
    throw new AssertionError("no " + kind);
  }

  private static Object pod(String... names) throws IOException {
    return at(kubernetes("Deployment", "spec", "template", "spec"), names);
  }

  private static Object container(String... names) throws IOException {
    return at(((List<?>) pod("containers")).get(0), names);
  }

  private static Object compose(String... names) throws IOException {
    return at(yaml(DOCKER.resolve("compose.yaml"), "services", "gateway-2"), names);
  }

  private static Object at(Object node, String... names) {
    Object reached = node;
    for (String name : names) {
      assertThat(reached).as(name).isInstanceOf(Map.class);
      reached = ((Map<?, ?>) reached).get(name);
    }
    return reached;
  }

  private static List<Map<?, ?>> list(Object node) {
    return ((List<?>) node).stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
  }

  private static Map<String, Map<?, ?>> environment() throws IOException {
    Map<String, Map<?, ?>> variables = new LinkedHashMap<>();
    list(container("env")).forEach(each -> variables.put((String) each.get("name"), each));
    return variables;
  }

  private static Set<String> writtenByTheImage() throws IOException {
    Set<String> folders = new TreeSet<>(Set.of("/tmp"));
    Matcher folder =
        Pattern.compile("\"(/[^\"]+)\"").matcher(found("\nVOLUME (.*)\n", dockerfile()));
    while (folder.find()) {
      folders.add(folder.group(1));
    }
    assertThat(folders).hasSize(3);
    return folders;
  }

  @Test
  void probeGroupsOfTheHealthAtTheGatewaysPort() throws IOException {
    Set<String> groups =
        ((Map<?, ?>)
                yaml(
                    CONFIG.resolve("application.yaml"),
                    "management",
                    "endpoint",
                    "health",
                    "group"))
            .keySet().stream().map(Object::toString).collect(Collectors.toSet());
    Object port = yaml(CONFIG.resolve("application.yaml"), "server", "port");
    assertThat(list(container("ports")))
        .anySatisfy(
            each -> {
              assertThat(each.get("name")).isEqualTo("http");
              assertThat(each.get("containerPort")).isEqualTo(port);
            });
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      String path = (String) container(probe, "httpGet", "path");
      assertThat(path).startsWith(HEALTH);
      assertThat(groups).as(probe).contains(path.substring(HEALTH.length()));
      assertThat(container(probe, "httpGet", "port")).isEqualTo("http");
    }
    String healthy = Files.readString(DOCKER.resolve("healthy"));
    assertThat(groups).contains(found(HEALTH + "%s .*\\$\\{1:-([a-z]+)}", healthy));
    assertThat(found("SERVER_PORT:-(\\d+)}", healthy)).isEqualTo(port.toString());
    assertThat(found("\nEXPOSE (\\d+)\n", dockerfile())).isEqualTo(port.toString());
    assertThat(list(kubernetes("Service", "spec", "ports")).get(0).get("targetPort"))
        .isEqualTo("http");
  }

  @Test
  void giveManyGatewaysWhatTheyRequire() throws IOException {
    Set<String> required = new HashSet<>();
    Matcher variable =
        Pattern.compile("\\$\\{([A-Z_]+)}")
            .matcher(Files.readString(CONFIG.resolve("application-cluster.yaml")));
    while (variable.find()) {
      required.add(variable.group(1));
    }
    assertThat(environment().keySet()).containsAll(required);
    assertThat(environment().get("SPRING_PROFILES_ACTIVE").get("value")).isEqualTo("cluster");
    assertThat(((Map<?, ?>) compose("environment")).keySet().stream().map(Object::toString))
        .containsAll(required);
  }

  @Test
  void takeSecretsFromElsewhere() throws IOException {
    environment()
        .forEach(
            (name, variable) -> {
              if (name.endsWith("_PASSWORD") || name.endsWith("_USER")) {
                assertThat(at(variable, "valueFrom", "secretKeyRef", "name"))
                    .isEqualTo("journey-gateway");
                assertThat(variable.get("value")).as(name).isNull();
              }
            });
    ((Map<?, ?>) compose("environment"))
        .forEach(
            (name, value) -> {
              if (name.toString().endsWith("_PASSWORD")) {
                assertThat(value.toString()).startsWith("${" + name + ":?");
              }
            });
  }

  @Test
  void nameSettingsThatThereAre() throws IOException {
    Set<String> settings =
        Files.readAllLines(Path.of("docs/settings.md")).stream()
            .filter(line -> line.startsWith("| `gateway."))
            .map(line -> found("`([^`]+)`", line).replace("-", "").replace('.', '_'))
            .map(name -> name.toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    environment().keySet().stream()
        .filter(name -> name.startsWith("GATEWAY_"))
        .forEach(name -> assertThat(settings).contains(name));
    String catalogue = (String) environment().get("GATEWAY_CATALOG").get("value");
    assertThat(
            list(container("volumeMounts")).stream().map(mount -> (String) mount.get("mountPath")))
        .contains(Path.of(catalogue).getParent().toString());
  }

  @Test
  void letTheGatewayWriteWhereItDoesAndNowhereElse() throws IOException {
    assertThat(container("securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
    assertThat(
            list(container("volumeMounts")).stream()
                .filter(mount -> !Boolean.TRUE.equals(mount.get("readOnly")))
                .map(mount -> (String) mount.get("mountPath")))
        .containsExactlyInAnyOrderElementsOf(writtenByTheImage());
    assertThat(compose("read_only")).isEqualTo(true);
    // What is a volume of the image is writable without being named.
    assertThat(
            Stream.concat(
                writtenByTheImage().stream().filter(folder -> !folder.equals("/tmp")),
                ((List<?>) compose("tmpfs"))
                    .stream().map(mount -> mount.toString().replaceFirst(":.*", ""))))
        .containsExactlyInAnyOrderElementsOf(writtenByTheImage());
  }

  @Test
  void runAsOneUser() throws IOException {
    String user = found("\nUSER (\\d+):", dockerfile());
    assertThat(pod("securityContext", "runAsUser")).hasToString(user);
    assertThat(pod("securityContext", "runAsGroup")).hasToString(user);
    assertThat(pod("securityContext", "fsGroup")).hasToString(user);
    assertThat(dockerfile()).contains("chown " + user + ":" + user + " data inbox");
  }

  @Test
  void giveTheMemoryThatTheOptionsAreFor() throws IOException {
    String mebibytes = found("options are for (\\d+) MiB", dockerfile());
    assertThat(container("resources", "limits", "memory")).isEqualTo(mebibytes + "Mi");
    assertThat(compose("mem_limit")).isEqualTo(mebibytes + "m");
  }

  @Test
  void waitLongerThanAStopTakes() throws IOException {
    Duration phase =
        DurationStyle.detectAndParse(
            yaml(
                    CONFIG.resolve("application.yaml"),
                    "spring",
                    "lifecycle",
                    "timeout-per-shutdown-phase")
                .toString());
    long before =
        Long.parseLong(
            ((List<?>) container("lifecycle", "preStop", "exec", "command")).get(1).toString());
    assertThat(Long.parseLong(pod("terminationGracePeriodSeconds").toString()))
        .isGreaterThan(before + 20)
        .isGreaterThan(before + phase.toSeconds());
    assertThat(DurationStyle.detectAndParse(compose("stop_grace_period").toString()))
        .isGreaterThan(Duration.ofSeconds(20));
  }

  @Test
  void keepOneOfTwoGatewaysWhenANodeIsEmptied() throws IOException {
    Object selected = kubernetes("Deployment", "spec", "selector", "matchLabels");
    assertThat(kubernetes("Deployment", "spec", "replicas")).isEqualTo(2);
    assertThat(kubernetes("Deployment", "spec", "template", "metadata", "labels"))
        .isEqualTo(selected);
    assertThat(kubernetes("PodDisruptionBudget", "spec", "minAvailable")).isEqualTo(1);
    assertThat(kubernetes("PodDisruptionBudget", "spec", "selector", "matchLabels"))
        .isEqualTo(selected);
    assertThat(kubernetes("Service", "spec", "selector")).isEqualTo(selected);
  }
}
