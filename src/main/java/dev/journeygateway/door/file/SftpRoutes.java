package dev.journeygateway.door.file;

import dev.journeygateway.process.Roles;
import java.util.concurrent.ExecutorService;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** The SFTP door: a route for each configured server, which YAML cannot say. */
@Component
class SftpRoutes extends RouteBuilder {

  private final SftpSettings settings;
  private final FilePlaces places;
  private final FileIntake intake;
  private final Roles roles;
  private final ExecutorService fileCheckers;

  SftpRoutes(
      SftpSettings settings,
      FilePlaces places,
      FileIntake intake,
      Roles roles,
      @Qualifier("fileCheckers") ExecutorService fileCheckers) {
    this.settings = settings;
    this.places = places;
    this.intake = intake;
    this.roles = roles;
    this.fileCheckers = fileCheckers;
  }

  @Override
  public void configure() {
    int number = 1;
    for (SftpServer server : places.servers()) {
      String id = "sftp-start-" + number++;
      from("timer:" + id + "?period=" + settings.pollInterval().toMillis())
          .routeId(id)
          .routeConfigurationId("keep-going")
          .routeDescription(
              "The SFTP door at "
                  + server.name()
                  + ". Claims whole files and hands them on to be checked.")
          .autoStartup(roles.sftp())
          .process(exchange -> exchange.getIn().setBody(intake.next(server)))
          .id("claim-whole-files-" + id)
          .split(body())
          .wireTap("direct:take-start-list")
          .dynamicUri(false)
          .executorService(fileCheckers);
    }
  }
}
