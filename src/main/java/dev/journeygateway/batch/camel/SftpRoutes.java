package dev.journeygateway.batch.camel;

import dev.journeygateway.Roles;
import dev.journeygateway.batch.FilePlaces;
import dev.journeygateway.batch.FileTaking;
import dev.journeygateway.batch.SftpServer;
import dev.journeygateway.batch.SftpSettings;
import java.util.concurrent.ExecutorService;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** The SFTP door: a route for each configured server, which YAML cannot say. */
@Component
class SftpRoutes extends RouteBuilder {

  private final SftpSettings settings;
  private final FilePlaces places;
  private final FileTaking taking;
  private final Roles roles;
  private final ExecutorService fileTakers;

  SftpRoutes(
      SftpSettings settings,
      FilePlaces places,
      FileTaking taking,
      Roles roles,
      @Qualifier("fileTakers") ExecutorService fileTakers) {
    this.settings = settings;
    this.places = places;
    this.taking = taking;
    this.roles = roles;
    this.fileTakers = fileTakers;
  }

  @Override
  public void configure() {
    int number = 1;
    for (SftpServer server : places.servers()) {
      String id = "ingest-start-sftp-" + number++;
      from("timer:" + id + "?period=" + settings.poll().toMillis())
          .routeId(id)
          .routeConfigurationId("keep-going")
          .routeDescription(
              "The SFTP door at "
                  + server.name()
                  + ". Claims whole files and hands them on to be checked.")
          .autoStartup(roles.sftp())
          .process(exchange -> exchange.getIn().setBody(taking.next(server)))
          .id("claim-whole-files-" + id)
          .split(body())
          .wireTap("direct:take-start-file")
          .dynamicUri(false)
          .executorService(fileTakers);
    }
  }
}
