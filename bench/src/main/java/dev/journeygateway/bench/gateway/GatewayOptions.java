package dev.journeygateway.bench.gateway;

import dev.journeygateway.bench.run.Children;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The gateway that is measured. */
public final class GatewayOptions {

  @Option(
      names = {"--gateway-jar", "--jar"},
      defaultValue = "target/journey-gateway.jar",
      description = "From the root.")
  private Path jar;

  @Option(
      names = "--gateway-setting",
      description = "One more --name=value for the gateway; may be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--gateway-jvm",
      description = "One more JVM option for the gateway; may be repeated.")
  private List<String> jvm = new ArrayList<>();

  /**
   * Starts it, with what the one who measures wants in place of the command's own.
   *
   * @see Gateway#start
   */
  public Gateway start(
      Children children,
      String name,
      DemoCatalogue catalogue,
      List<String> jvmOptions,
      List<String> commands) {
    List<String> all = new ArrayList<>(commands);
    all.removeIf(own -> settings.stream().anyMatch(each -> Gateway.sameName(each, own)));
    all.addAll(settings);
    List<String> options = new ArrayList<>(jvmOptions);
    options.addAll(jvm);
    return Gateway.start(children, name, jar, catalogue, options, all);
  }

  public Path jar() {
    return jar;
  }

  /** As {@code --name=value}. */
  public List<String> settings() {
    return settings;
  }

  /** Options of its virtual machine. */
  public List<String> jvm() {
    return jvm;
  }
}
