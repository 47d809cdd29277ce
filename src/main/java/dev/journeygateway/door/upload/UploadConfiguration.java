package dev.journeygateway.door.upload;

import dev.journeygateway.accept.IdempotencySettings;
import dev.journeygateway.database.Database;
import dev.journeygateway.door.file.UploadedFiles;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The door for lists over HTTP. */
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {

  @Bean
  Uploads uploads(Database database, UploadedFiles files, IdempotencySettings idempotency) {
    return new Uploads(database, files, idempotency);
  }

  /**
   * Reads lists that are only to be counted: a long one takes its time, and one is read at once.
   */
  @Bean(destroyMethod = "shutdown")
  ExecutorService listCounter() {
    return Executors.newSingleThreadExecutor(new CustomizableThreadFactory("list-counter-"));
  }
}
