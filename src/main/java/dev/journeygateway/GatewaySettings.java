package dev.journeygateway;

import dev.journeygateway.accept.IdempotencySettings;
import dev.journeygateway.batch.FileSettings;
import dev.journeygateway.batch.SftpSettings;
import dev.journeygateway.broker.BrokerSettings;
import dev.journeygateway.deadletter.DeadLetterSettings;
import dev.journeygateway.entry.WorkerSettings;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.outbox.OutboxSettings;
import dev.journeygateway.request.HttpSettings;
import dev.journeygateway.request.QueueSettings;
import java.nio.file.Path;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Every setting whose name begins with {@code gateway.}; an unknown name or an impossible value
 * stops the start.
 *
 * @param dataDir where the SQLite file, the broker's journal and work in progress live
 * @param inbox the folder door
 * @param catalog applications, journeys and tokens
 * @param roles which parts this process runs
 * @param diskReserve room to keep on the data folder's disk: with less, what would write there is
 *     refused; 0B to 1TB
 * @param chunkSize ids or rows in one queue message, 1 to 100,000
 */
@ConfigurationProperties(prefix = "gateway", ignoreUnknownFields = false)
public record GatewaySettings(
    @DefaultValue("./data") Path dataDir,
    @DefaultValue("./inbox") Path inbox,
    @DefaultValue("./config/journeys.yaml") Path catalog,
    @DefaultValue({"http", "files", "sftp", "queue", "worker"}) Set<Role> roles,
    @DefaultValue("200MB") DataSize diskReserve,
    @DefaultValue("1000") int chunkSize,
    @DefaultValue LimitSettings limit,
    @DefaultValue HttpSettings http,
    @DefaultValue QueueSettings queue,
    @DefaultValue FileSettings files,
    @DefaultValue SftpSettings sftp,
    @DefaultValue IdempotencySettings idempotency,
    @DefaultValue OutboxSettings outbox,
    @DefaultValue WorkerSettings worker,
    @DefaultValue BrokerSettings broker,
    @DefaultValue DeadLetterSettings deadLetters) {

  /** A part of the gateway that a process can run or leave to another. */
  public enum Role {
    HTTP,
    FILES,
    SFTP,
    QUEUE,
    WORKER
  }

  public GatewaySettings {
    if (chunkSize < 1 || chunkSize > 100_000) {
      throw new IllegalArgumentException(
          "gateway.chunk-size must be 1 to 100000, not " + chunkSize);
    }
    if (diskReserve.isNegative() || diskReserve.toTerabytes() > 1) {
      throw new IllegalArgumentException(
          "gateway.disk-reserve must be 0B to 1TB, not " + diskReserve);
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException(
          "gateway.roles must name at least one of http, files, sftp, queue, worker");
    }
  }
}
