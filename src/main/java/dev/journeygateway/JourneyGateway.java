package dev.journeygateway;

import dev.journeygateway.command.GatewayCommand;
import dev.journeygateway.extension.BundleRoutes;
import dev.journeygateway.extension.ExtensionStart;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The gateway as one process, or one of its commands. Spring Boot's own parts of OpenTelemetry are
 * left out: they would run without anybody to send to.
 */
@SpringBootApplication(
    exclude = {OpenTelemetryAutoConfiguration.class, OpenTelemetryLoggingAutoConfiguration.class})
public class JourneyGateway {

  public static void main(String[] args) {
    if (GatewayCommand.isAskedBy(args)) {
      // A command prints what it has to say; what it uses need not tell of its work.
      LoggingSystem.get(JourneyGateway.class.getClassLoader())
          .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.ERROR);
      System.exit(GatewayCommand.run(args));
    }
    application().run(args);
  }

  /**
   * The application, with the routes carried inside, those in the folder beside it in their place,
   * and what there is of a team's own.
   */
  public static SpringApplication application() {
    SpringApplication application = new SpringApplication(JourneyGateway.class);
    BundleRoutes routes = BundleRoutes.beside(Path.of("routes"));
    application.addListeners(
        new SettingsCheck(), new DataFolderCheck(), new ExtensionStart(routes));
    application.setDefaultProperties(Map.of("camel.main.routes-include-pattern", routes.pattern()));
    return application;
  }
}
