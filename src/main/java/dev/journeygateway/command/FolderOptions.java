package dev.journeygateway.command;

import dev.journeygateway.backup.GatewayFolders;
import dev.journeygateway.broker.Channels;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the gateway of this machine keeps its work: as its settings say, unless options do. */
final class FolderOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

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
  private GatewayFolders folders() {
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

  /** What a command does with the folders. */
  @FunctionalInterface
  interface Work {
    void on(GatewayFolders folders) throws IOException, InterruptedException, SQLException;
  }

  /**
   * Does it; what keeps it from being done is printed in a sentence.
   *
   * @return the exit status
   */
  int run(Work work) throws InterruptedException {
    try {
      work.on(folders());
      return 0;
    } catch (IllegalStateException | IllegalArgumentException e) {
      return refused(e.getMessage());
    } catch (IOException | SQLException e) {
      return refused(e.toString());
    }
  }

  private int refused(String message) {
    command.commandLine().getErr().println(message);
    command.commandLine().getErr().flush();
    return 1;
  }
}
