package dev.journeygateway;

import dev.journeygateway.command.GatewayCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The gateway as one process, or one of its commands. */
@SpringBootApplication
public class JourneyGateway {

  public static void main(String[] args) {
    if (GatewayCommand.isAskedBy(args)) {
      System.exit(GatewayCommand.run(args));
    }
    application().run(args);
  }

  /**
   * The application, with the routes from the folder beside it or, where there is none, those
   * carried inside.
   */
  public static SpringApplication application() {
    SpringApplication application = new SpringApplication(JourneyGateway.class);
    String routes =
        Files.isDirectory(Path.of("routes")) ? "file:routes/**/*.camel.yaml" : carriedRoutes();
    application.addListeners(new SettingsCheck());
    application.setDefaultProperties(Map.of("camel.main.routes-include-pattern", routes));
    return application;
  }

  /**
   * One by one: Camel's own search in a nested jar loses the folders below the first (seen on
   * 4.18.0).
   */
  private static String carriedRoutes() {
    try {
      Resource[] found =
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:/routes/**/*.camel.yaml");
      return Arrays.stream(found)
          .map(JourneyGateway::classpathName)
          .sorted()
          .collect(Collectors.joining(","));
    } catch (IOException e) {
      throw new UncheckedIOException("the routes carried inside cannot be listed", e);
    }
  }

  private static String classpathName(Resource route) {
    try {
      String url = route.getURL().toString();
      return "classpath:" + url.substring(url.lastIndexOf("/routes/") + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
