package dev.journeygateway.batch.camel;

import dev.journeygateway.GatewaySettings;
import dev.journeygateway.access.Caller;
import dev.journeygateway.access.Scope;
import dev.journeygateway.answer.StatusJson;
import dev.journeygateway.batch.ClaimedFile;
import dev.journeygateway.batch.FilePlaces;
import dev.journeygateway.batch.FileResults;
import dev.journeygateway.batch.FileSettings;
import dev.journeygateway.batch.FileTaking;
import dev.journeygateway.batch.FileTending;
import dev.journeygateway.batch.FilesAtWork;
import dev.journeygateway.batch.InboxFolder;
import dev.journeygateway.batch.SftpServer;
import dev.journeygateway.batch.SftpSettings;
import dev.journeygateway.batch.StartFiles;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.ProcessLease;
import dev.journeygateway.disk.PrintableName;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.limit.OverLimit;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.request.camel.Failures;
import dev.journeygateway.request.camel.StartExchange;
import dev.journeygateway.request.camel.StartRequestMeter;
import dev.journeygateway.tracking.StartRequests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** The verbs that taking files lends to the routes under routes/ingest/. */
@Configuration(proxyBeanMethods = false)
class FileSteps {

  private static final Logger LOG = LoggerFactory.getLogger(FileSteps.class);

  /** A file that fails for an unforeseen reason is tried so often before it is refused. */
  private static final int TRIES = 5;

  @Bean
  StartFiles startFiles(Database database, ProcessLease lease) {
    return new StartFiles(database, lease);
  }

  @Bean
  FilesAtWork filesAtWork() {
    return new FilesAtWork(System::nanoTime);
  }

  @Bean
  FilePlaces filePlaces(GatewaySettings settings, StartFiles rows) throws IOException {
    FileSettings files = settings.files();
    var inbox =
        new InboxFolder(
            settings.inbox(), files.settle(), files.doneMarker(), rows, System::nanoTime);
    List<SftpServer> servers = new ArrayList<>();
    for (SftpSettings.Server server : settings.sftp().servers()) {
      servers.add(
          new SftpServer(
              server,
              settings.dataDir().resolve("sftp"),
              files.settle(),
              files.doneMarker(),
              rows,
              System::nanoTime));
    }
    return new FilePlaces(inbox, servers);
  }

  @Bean
  SftpSettings sftpSettings(GatewaySettings settings) {
    return settings.sftp();
  }

  @Bean
  FileTaking fileTaking(
      GatewaySettings settings,
      StartRequestReader reader,
      StartFiles rows,
      FilesAtWork filesAtWork) {
    return new FileTaking(
        settings.files(),
        settings.chunkSize(),
        settings.http(),
        reader,
        rows,
        filesAtWork,
        System::nanoTime);
  }

  @Bean
  FileResults fileResults(StartRequests startRequests, StatusJson statuses) {
    return new FileResults(startRequests, statuses);
  }

  @Bean
  ThreadPoolTaskExecutor fileTenders(FileSettings settings) {
    return threads("file-tender-", settings.threads());
  }

  /**
   * Checks files; a claim asks for no more of them than threads are free, so the line before them
   * stays short.
   */
  @Bean(destroyMethod = "shutdown")
  ExecutorService fileTakers(FileSettings settings) {
    return Executors.newFixedThreadPool(
        settings.threads(), new CustomizableThreadFactory("file-taker-"));
  }

  private static ThreadPoolTaskExecutor threads(String name, int count) {
    ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
    executor.setCorePoolSize(count);
    executor.setMaxPoolSize(count);
    executor.setThreadNamePrefix(name);
    executor.setWaitForTasksToCompleteOnShutdown(true);
    executor.setAwaitTerminationSeconds(5);
    return executor;
  }

  @Bean
  FileTending fileTending(
      FileSettings settings,
      FilePlaces places,
      StartFiles rows,
      FilesAtWork filesAtWork,
      StartRequests startRequests,
      AcceptedMessages messages,
      OutboxSender sender,
      FileResults results,
      @Qualifier("fileTenders") ThreadPoolTaskExecutor fileTenders) {
    return new FileTending(
        settings,
        places.byName(),
        rows,
        filesAtWork,
        startRequests,
        messages,
        sender,
        results,
        fileTenders,
        System::nanoTime);
  }

  @Bean
  Processor tendStartFiles(FileTending tending) {
    return exchange -> tending.look();
  }

  /** Requests that got their slot, as a list of their ids; of the files among them ours are fed. */
  @Bean
  Processor feedAdmittedLists(FileTending tending) {
    return exchange -> {
      for (Object id : exchange.getIn().getBody(List.class)) {
        tending.lookSoon((UUID) id);
      }
    };
  }

  /** The next files of the inbox, as a list of {@link ClaimedFile}. */
  @Bean
  Processor claimWholeFiles(FileTaking taking, FilePlaces places) {
    return exchange -> exchange.getIn().setBody(taking.next(places.inbox()));
  }

  @Bean
  Processor checkStartFile(
      FileTaking taking,
      FilePlaces places,
      JourneyCatalog journeys,
      FileSettings settings,
      SftpSettings sftp) {
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
      FileTaking.Taken taken;
      try (var mdc = MDC.putCloseable("request_uuid", file.requestUuid().toString())) {
        LOG.info(
            "Taken: {} for journey {}",
            PrintableName.of(file.name()),
            PrintableName.of(file.journeyId()));
        taken = taking.check(file, places.of(file));
      }
      start.read(taken.body());
      start.key(new IdempotencyKey("sha256:" + taken.sha256(), taken.sha256()));
      OverLimit overLimit = settings.overLimit(file.journeyId());
      start.overLimit(
          file.door().equals("sftp") ? sftp.overLimit(file.journeyId(), overLimit) : overLimit);
    };
  }

  @Bean
  Processor leaveAcceptedFile(
      FilesAtWork filesAtWork, FileTending tending, StartRequestMeter meter) {
    return exchange -> {
      ClaimedFile file = exchange.getProperty("claimedFile", ClaimedFile.class);
      meter.accepted(file.door(), false);
      filesAtWork.end(file.requestUuid());
      // Its slot may have been granted before, when it was still being worked on.
      tending.lookSoon(file.requestUuid());
    };
  }

  @Bean
  Processor fileAwayRefused(
      FilesAtWork filesAtWork,
      FilePlaces places,
      StartFiles rows,
      FileResults results,
      LimitSettings limit,
      StartRequestMeter meter) {
    return exchange -> {
      ClaimedFile file = exchange.getProperty("claimedFile", ClaimedFile.class);
      Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
      try (var mdc = MDC.putCloseable("request_uuid", file.requestUuid().toString())) {
        if (failure instanceof FileTaking.NotTaken) {
          LOG.info("Not taken: {}", failure.getMessage());
          filesAtWork.end(file.requestUuid());
          return;
        }
        Refusal refusal = Failures.refusal(failure);
        if (comesAgain(refusal.reason()) || refusal.reason() == Reason.INTERNAL) {
          int times = filesAtWork.failed(file.requestUuid());
          if (comesAgain(refusal.reason()) || times < TRIES) {
            LOG.warn("Tries again: {}", String.valueOf(failure));
            return;
          }
        }
        places.of(file).fileAway(file, false, results.refused(file, Failures.json(refusal, limit)));
        rows.delete(file.requestUuid());
        meter.refused(file.door(), refusal.reason());
        LOG.info("Refused: {}", refusal.reason());
        filesAtWork.end(file.requestUuid());
      } catch (IOException | RuntimeException e) {
        filesAtWork.failed(file.requestUuid());
        throw e;
      }
    };
  }

  private static boolean comesAgain(Reason reason) {
    return reason == Reason.UNAVAILABLE || reason == Reason.IDEMPOTENCY_KEY_IN_USE;
  }
}
