package dev.journeygateway.door.file;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.database.Database;
import dev.journeygateway.disk.DiskSettings;
import dev.journeygateway.door.http.HttpSettings;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.outbox.ChunkSettings;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.process.ProcessLease;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.Statuses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** The folder and the SFTP door. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({FileSettings.class, InboxSettings.class, SftpSettings.class})
class FileDoorConfiguration {

  @Bean
  StartFiles startFiles(Database database, ProcessLease lease) {
    return new StartFiles(database, lease);
  }

  @Bean
  UploadedFiles uploadedFiles(
      InboxSettings inbox, FileSettings settings, ChunkSettings chunks, Database database) {
    return new UploadedFiles(inbox.inbox(), settings, chunks.chunkSize(), database);
  }

  @Bean
  FilesAtWork filesAtWork() {
    return new FilesAtWork(System::nanoTime);
  }

  @Bean
  FilePlaces filePlaces(
      FileSettings files,
      InboxSettings inbox,
      SftpSettings sftp,
      DiskSettings disk,
      StartFiles rows)
      throws IOException {
    var folder =
        new InboxFolder(inbox.inbox(), files.settle(), files.doneMarker(), rows, System::nanoTime);
    List<SftpServer> servers = new ArrayList<>();
    for (SftpSettings.Server server : sftp.servers()) {
      servers.add(
          new SftpServer(
              server,
              disk.dataDir().resolve("sftp"),
              files.settle(),
              files.doneMarker(),
              rows,
              System::nanoTime));
    }
    return new FilePlaces(folder, servers);
  }

  @Bean
  FileIntake fileIntake(
      FileSettings files,
      ChunkSettings chunks,
      HttpSettings http,
      StartRequestReader reader,
      StartFiles rows,
      FilesAtWork filesAtWork) {
    return new FileIntake(
        files, chunks.chunkSize(), http, reader, rows, filesAtWork, System::nanoTime);
  }

  @Bean
  FileResults fileResults(StartRequests startRequests, Statuses statuses, JsonMapper answerMapper) {
    return new FileResults(startRequests, statuses, answerMapper);
  }

  @Bean
  ThreadPoolTaskExecutor fileFeeders(FileSettings settings) {
    ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
    executor.setCorePoolSize(settings.threads());
    executor.setMaxPoolSize(settings.threads());
    executor.setThreadNamePrefix("file-feeder-");
    executor.setWaitForTasksToCompleteOnShutdown(true);
    executor.setAwaitTerminationSeconds(5);
    return executor;
  }

  /**
   * Checks files; a claim asks for no more of them than threads are free, so the line before them
   * stays short.
   */
  @Bean(destroyMethod = "shutdown")
  ExecutorService fileCheckers(FileSettings settings) {
    return Executors.newFixedThreadPool(
        settings.threads(), new CustomizableThreadFactory("file-checker-"));
  }

  @Bean
  FileFeeder fileFeeder(
      FileSettings settings,
      FilePlaces places,
      StartFiles rows,
      FilesAtWork filesAtWork,
      StartRequests startRequests,
      AcceptedMessages messages,
      OutboxSender sender,
      FileResults results,
      @Qualifier("fileFeeders") ThreadPoolTaskExecutor fileFeeders) {
    return new FileFeeder(
        settings,
        places.byName(),
        rows,
        filesAtWork,
        startRequests,
        messages,
        sender,
        results,
        fileFeeders,
        System::nanoTime);
  }
}
