package dev.journeygateway.backup;

import dev.journeygateway.audit.Action;
import dev.journeygateway.audit.Audit;
import dev.journeygateway.backup.BackupCalls.Answer;
import dev.journeygateway.backup.BackupCalls.Asked;
import dev.journeygateway.broker.Channels;
import dev.journeygateway.broker.QueueDepth;
import dev.journeygateway.broker.StoredMessages;
import dev.journeygateway.database.Database;
import dev.journeygateway.database.Snapshots;
import dev.journeygateway.disk.DiskSettings;
import dev.journeygateway.door.file.InboxSettings;
import dev.journeygateway.door.file.WorkFiles;
import dev.journeygateway.outbox.OutboxSender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verb of the route that takes backups while the gateway runs. */
@Configuration(proxyBeanMethods = false)
class BackupSteps {

  private static final Logger LOG = LoggerFactory.getLogger(BackupSteps.class);

  @Bean
  Processor takeBackup(
      DiskSettings disk,
      InboxSettings inbox,
      Channels channels,
      QueueDepth queues,
      Snapshots database,
      OutboxSender sender,
      Database rows,
      Audit audit,
      Clock clock) {
    GatewayFolders folders = new GatewayFolders(disk.dataDir(), inbox.inbox(), channels);
    BackupCalls calls = new BackupCalls(folders.dataDir());
    Backup backup =
        new Backup(
            database,
            () -> StoredMessages.of(queues.broker().orElseThrow(), channels),
            new WorkFiles(folders.inbox(), folders.dataDir()),
            sender::whileNothingIsForgotten,
            true,
            clock);
    return exchange -> {
      Optional<Asked> asked = calls.next();
      if (asked.isPresent()) {
        boolean embedded = database.possible() && queues.broker().isPresent();
        calls.answer(
            embedded
                ? answer(asked.get(), backup, rows, audit)
                : new Answer(
                    asked.get().id(),
                    Optional.empty(),
                    Optional.of(
                        "only an embedded database with an embedded broker is copied: use the"
                            + " tools of the database and the broker")));
      }
    };
  }

  private static Answer answer(Asked asked, Backup backup, Database rows, Audit audit) {
    Path folder = Path.of(asked.folder());
    try {
      Manifest manifest = backup.into(folder);
      rows.finish(
          status -> {
            audit.write(
                Audit.GATEWAY,
                null,
                Action.BACKUP_TAKEN,
                Audit.Target.of("backup", folder.getFileName()),
                Map.of("requests", manifest.allRequests(), "files", manifest.files().size()));
            return null;
          });
      LOG.info("A backup with {} requests is in {}", manifest.allRequests(), folder);
      return new Answer(asked.id(), Optional.of(manifest), Optional.empty());
    } catch (IOException | RuntimeException e) {
      LOG.error("There is no backup in {}: {}", folder, e.toString());
      return new Answer(
          asked.id(),
          Optional.empty(),
          Optional.of(e instanceof IllegalStateException ? e.getMessage() : e.toString()));
    }
  }
}
