package dev.journeygateway.door.file;

import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.access.Caller;
import dev.journeygateway.access.Scope;
import dev.journeygateway.door.DoorSettings;
import dev.journeygateway.door.StartRequestMeter;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.text.PrintableName;
import dev.journeygateway.trace.TraceLog;
import dev.journeygateway.trace.Traces;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verbs that taking files lends to the routes of the file doors. */
@Configuration(proxyBeanMethods = false)
class FileDoorSteps {

  private static final Logger LOG = LoggerFactory.getLogger(FileDoorSteps.class);

  @Bean
  Processor feedLists(FileFeeder feeder) {
    return exchange -> feeder.look();
  }

  /** Requests that got their slot, as a list of their ids; of the files among them ours are fed. */
  @Bean
  Processor feedAdmittedLists(FileFeeder feeder) {
    return exchange -> {
      for (Object id : exchange.getIn().getBody(List.class)) {
        feeder.lookSoon((UUID) id);
      }
    };
  }

  /** The next files of the inbox, as a list of {@link ClaimedFile}. */
  @Bean
  Processor claimWholeFiles(FileIntake intake, FilePlaces places) {
    return exchange -> exchange.getIn().setBody(intake.next(places.lists()));
  }

  /** The next files of devices, as a list of {@link ClaimedFile}. */
  @Bean
  Processor claimDeviceFiles(FileIntake intake, FilePlaces places) {
    return exchange -> exchange.getIn().setBody(intake.next(places.devices()));
  }

  /** Lists that were handed over to this process and are not checked yet. */
  @Bean
  Processor findReceivedLists(FileIntake intake, FilePlaces places) {
    return exchange -> exchange.getIn().setBody(intake.received(places.lists()));
  }

  @Bean
  Processor checkStartFile(
      FileIntake intake,
      FilePlaces places,
      JourneyCatalog journeys,
      FileSettings settings,
      SftpSettings sftp,
      UploadedFiles uploaded,
      DoorSettings doors,
      StartFiles rows,
      Traces traces,
      Clock clock) {
    return exchange -> {
      ClaimedFile file = exchange.getIn().getBody(ClaimedFile.class);
      exchange.setProperty("claimedFile", file);
      StartExchange start = new StartExchange(exchange);
      exchange.setProperty("door", file.door());
      start.givenUuid(file.requestUuid());
      start.file(file.name());
      // Who may put files into a journey's folder is for the folder's permissions to say: they act
      // for the journey's owner.
      Set<String> owner =
          journeys
              .find(file.journeyId())
              .map(Journey::applicationCode)
              .map(Set::of)
              .orElse(Set.of());
      start.caller(new Caller(owner, Set.of(Scope.START)));
      Instant since = clock.instant();
      FileIntake.Taken taken;
      try (var log = TraceLog.of(file.requestUuid(), file.traceparent())) {
        LOG.info(
            "Taken: {} for journey {}",
            PrintableName.of(file.name()),
            PrintableName.of(file.journeyId()));
        taken = intake.check(file, places.of(file));
      }
      start.span(
          traces
              .received(file.door(), taken.traceparent(), since)
              .of(file.requestUuid())
              .set("journey", file.journeyId()));
      start.read(taken.body());
      start.key(
          rows.key(file.requestUuid())
              .orElseGet(() -> new IdempotencyKey("sha256:" + taken.sha256(), taken.sha256())));
      uploaded.startAt(file.requestUuid()).ifPresent(at -> start.askedStartAt(at.toString()));
      OverLimit overLimit = settings.overLimit(file.journeyId());
      start.overLimit(
          switch (file.door()) {
            case "folder" -> overLimit;
            case "sftp" -> sftp.overLimit(file.journeyId(), overLimit);
            default -> doors.overLimit(file.door());
          });
    };
  }

  @Bean
  Processor leaveAcceptedFile(FilesAtWork filesAtWork, FileFeeder feeder, StartRequestMeter meter) {
    return exchange -> {
      ClaimedFile file = exchange.getProperty("claimedFile", ClaimedFile.class);
      new StartExchange(exchange).span().end();
      meter.accepted(new StartExchange(exchange), file.door(), false);
      filesAtWork.end(file.requestUuid());
      // Its slot may have been granted before, when it was still being worked on.
      feeder.lookSoon(file.requestUuid());
    };
  }

  @Bean
  Processor fileAwayRefused(
      RefusedFiles refused, FilesAtWork filesAtWork, StartRequestMeter meter) {
    return exchange -> {
      ClaimedFile file = exchange.getProperty("claimedFile", ClaimedFile.class);
      Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      StartExchange start = new StartExchange(exchange);
      refused.fileAway(
          file,
          failure,
          reason -> {
            start.span().set("reason", reason.name());
            meter.refused(start, file.door(), reason);
          });
      start.span().end();
    };
  }
}
