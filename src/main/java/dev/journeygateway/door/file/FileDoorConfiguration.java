package dev.journeygateway.door.file;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.accept.IdempotencyKeys;
import dev.journeygateway.database.Database;
import dev.journeygateway.disk.DiskSettings;
import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.door.http.HttpSettings;
import dev.journeygateway.journey.JourneyCatalog;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.outbox.AcceptedMessages;
import dev.journeygateway.outbox.ChunkSettings;
import dev.journeygateway.outbox.OutboxSender;
import dev.journeygateway.process.ProcessLease;
import dev.journeygateway.process.Roles;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.Statuses;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The folder and the SFTP door. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({FileSettings.class, InboxSettings.class, SftpSettings.class})
class FileDoorConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(FileDoorConfiguration.class);

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
  FileTroubles fileTroubles(MeterRegistry meters) {
    return new FileTroubles(meters, System::nanoTime);
  }

  /** The health's component files. */
  @Bean
  FilesHealth filesHealthIndicator(FileTroubles troubles) {
    return new FilesHealth(troubles);
  }

  @Bean
  FilePlaces filePlaces(
      FileSettings files,
      InboxSettings inbox,
      SftpSettings sftp,
      DiskSettings disk,
      StartFiles rows,
      FileTroubles troubles,
      Roles roles)
      throws IOException {
    if (roles.files() && !FileNames.areUnicode()) {
      LOG.warn(
          "This process reads file names as {}: names with other characters cannot be read, and"
              + " such files are refused. Start it with LC_ALL=C.UTF-8.",
          FileNames.encoding());
    }
    FilePlace folder = new FolderPlace(inbox.inbox());
    List<FilePlace> places = new ArrayList<>(List.of(folder));
    var opener = new InboxOpener(files, rows, troubles, System::nanoTime);
    Inbox lists = opener.lists(folder, files.pollInterval(), Optional.empty(), roles.files());
    Inbox devices = opener.devices(folder, files.pollInterval(), roles.files());
    List<List<Inbox>> servers = new ArrayList<>();
    Path fetched = disk.dataDir().resolve("sftp");
    FetchedFiles.sweep(fetched, rows);
    for (SftpSettings.Server server : sftp.servers()) {
      FilePlace place =
          new SftpPlace(
              server,
              fetched,
              // For looks, for what is read, and for what is filed away.
              2 * files.threads() + 2,
              System::nanoTime);
      places.add(place);
      List<Inbox> inboxes = new ArrayList<>();
      inboxes.add(opener.lists(place, sftp.pollInterval(), server.journey(), roles.sftp()));
      if (server.journey().isEmpty()) {
        inboxes.add(opener.devices(place, sftp.pollInterval(), roles.sftp()));
      }
      servers.add(inboxes);
    }
    return new FilePlaces(lists, devices, servers, places);
  }

  @Bean
  RefusedFiles refusedFiles(
      FilesAtWork filesAtWork,
      FilePlaces places,
      StartFiles rows,
      FileResults results,
      LimitSettings limit,
      UploadedFiles uploaded) {
    return new RefusedFiles(filesAtWork, places, rows, results, limit, uploaded);
  }

  @Bean
  SubmittedLists submittedLists(
      FilePlaces places,
      StartFiles rows,
      FilesAtWork filesAtWork,
      JourneyCatalog journeys,
      IdempotencyKeys keys,
      InboxSettings inbox,
      FreeSpace freeSpace) {
    return new SubmittedLists(
        places.lists(), rows, filesAtWork, journeys, keys, freeSpace.at(inbox.inbox()));
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
  FeederThreads feederThreads(FileSettings settings, FilePlaces places) {
    return new FeederThreads(places.byName().keySet(), settings.threads());
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

  /** Loads devices, on threads of their own: a long file of them holds up no list. */
  @Bean(destroyMethod = "shutdown")
  ExecutorService deviceFileLoaders(FileSettings settings) {
    return Executors.newFixedThreadPool(
        settings.threads(), new CustomizableThreadFactory("device-file-"));
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
      FeederThreads feederThreads) {
    return new FileFeeder(
        settings,
        places.byName(),
        rows,
        filesAtWork,
        startRequests,
        messages,
        sender,
        results,
        feederThreads,
        System::nanoTime);
  }
}
