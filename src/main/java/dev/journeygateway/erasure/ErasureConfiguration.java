package dev.journeygateway.erasure;

import dev.journeygateway.audit.Audit;
import dev.journeygateway.database.Database;
import dev.journeygateway.disk.DiskSettings;
import dev.journeygateway.door.file.InboxSettings;
import dev.journeygateway.door.file.SftpSettings;
import dev.journeygateway.person.ForgottenPeople;
import dev.journeygateway.person.PersonKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** How people are erased. */
@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {

  @Bean
  ErasureThread erasureThread() {
    return new ErasureThread(
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1_000)));
  }

  @Bean
  ErasedPlace messageRows(Database database, ForgottenPeople forgotten) {
    return new MessageRows(database, forgotten);
  }

  @Bean
  @Order(1)
  ErasedPlace deliveryRows(Database database, ForgottenPeople forgotten) {
    return new DeliveryRows(database, forgotten);
  }

  @Bean
  ErasedPlace recordedRows(Database database, PersonKey key) {
    return new RecordedRows(database, key);
  }

  @Bean
  ErasedPlace fileRows(
      Database database,
      ForgottenPeople forgotten,
      InboxSettings inbox,
      SftpSettings sftp,
      DiskSettings disk) {
    return new FileRows(
        database,
        forgotten,
        inbox.inbox(),
        disk.dataDir().resolve("sftp"),
        sftp.servers().stream().map(SftpSettings.Server::host).distinct().toList());
  }

  @Bean
  Erasures erasures(
      Database database,
      PersonKey key,
      ForgottenPeople forgotten,
      Audit audit,
      List<ErasedPlace> places) {
    List<String> later = new ArrayList<>();
    later.add(
        "messages of the broker that were accepted before (of the embedded broker, its journal"
            + " under data/broker/): they do not enter, and their bytes go when the journal's files"
            + " are deleted");
    later.add("backups of the database and of the inbox");
    if (!database.embedded()) {
      later.add("dead rows and the log of the PostgreSQL server, until vacuum and its checkpoints");
    }
    return new Erasures(database, key, forgotten, audit, places, later);
  }
}
