package dev.journeygateway.command;

import dev.journeygateway.backup.GatewayFolders;
import dev.journeygateway.broker.Channels;
import java.nio.file.Path;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine.Option;

/** Where the gateway of this machine keeps its work: as its settings say, unless options do. */
final class FolderOptions {

  @Option(
      names = {"--data-dir", "--gateway.data-dir"},
      description = "The gateway's data folder; as its settings say unless given.")
  private Path dataDir;

  @Option(
      names = {"--inbox", "--gateway.inbox"},
      description = "The gateway's inbox; as its settings say unless given.")
  private Path inbox;

  /**
   * @throws IllegalStateException when database or broker are not the embedded ones
   */
  GatewayFolders folders() {
    ConfigurableEnvironment settings = new StandardEnvironment();
    ConfigDataEnvironmentPostProcessor.applyTo(settings);
    for (String outside : new String[] {"spring.datasource.url", "spring.activemq.broker-url"}) {
      String value = settings.getProperty(outside, "");
      if (dataDir == null && !value.isBlank()) {
        throw new IllegalStateException(
            outside
                + " names "
                + value.replaceAll("[?].*", "")
                + ": this is for a gateway with the embedded database and broker; what is outside is"
                + " copied with tools of its own");
      }
    }
    return new GatewayFolders(
        dataDir != null ? dataDir : Path.of(settings.getProperty("gateway.data-dir", "./data")),
        inbox != null ? inbox : Path.of(settings.getProperty("gateway.inbox", "./inbox")),
        Binder.get(settings).bindOrCreate("channel", Bindable.of(Channels.class)));
  }
}
