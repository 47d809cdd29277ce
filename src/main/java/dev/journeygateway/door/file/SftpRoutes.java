package dev.journeygateway.door.file;

import dev.journeygateway.process.Roles;
import java.util.concurrent.ExecutorService;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The SFTP door: a route for each configured server, which YAML cannot say. */
@Component
class SftpRoutes extends RouteBuilder {

  /** Files that are claimed already need more looks than a server. */
  private static final long TIMER_MILLIS = 1_000;

  private final SftpSettings settings;
  private final FilePlaces places;
  private final FileIntake intake;
  private final Roles roles;
  private final FileSettings files;

  SftpRoutes(
      SftpSettings settings,
      FilePlaces places,
      FileIntake intake,
      Roles roles,
      FileSettings files) {
    this.settings = settings;
    this.places = places;
    this.intake = intake;
    this.roles = roles;
    this.files = files;
  }

  @Override
  public void configure() {
    for (int i = 0; i < places.servers().size(); i++) {
      String number = String.valueOf(i + 1);
      for (Inbox inbox : places.servers().get(i)) {
        if (inbox.isDevices()) {
          route("sftp-devices-" + number, inbox, "direct:take-device-file", "files of devices");
        } else {
          route("sftp-start-" + number, inbox, "direct:take-start-list", "whole files");
        }
      }
    }
  }

  private void route(String id, Inbox inbox, String take, String what) {
    // A pool of its own, so that a server that hangs holds up nobody else.
    ExecutorService readers =
        getContext().getExecutorServiceManager().newFixedThreadPool(this, id, files.threads());
    from("timer:" + id + "?period=" + Math.min(settings.pollInterval().toMillis(), TIMER_MILLIS))
        .routeId(id)
        .routeConfigurationId("keep-going")
        .routeDescription(
            "The SFTP door at "
                + inbox.name()
                + ". Claims "
                + what
                + " and hands them on to be read.")
        .autoStartup(roles.sftp())
        .process(exchange -> exchange.getIn().setBody(intake.next(inbox)))
        .id("claim-whole-files-" + id)
        .split(body())
        .wireTap(take)
        .dynamicUri(false)
        .executorService(readers);
  }
}
