package dev.journeygateway.process;

import dev.journeygateway.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The one claim on work among replicas: each process has a name and a lease that it renews, and
 * rows that it works on carry the name. Once the lease of a process has run out its rows are
 * another's to take.
 */
public final class ProcessLease implements AutoCloseable {
  /** Renewed every few seconds; a process that says nothing for so long is taken for dead. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final Database database;
  private final UUID owner = UUID.randomUUID();

  public ProcessLease(Database database) {
    this.database = database;
  }

  /** The name of this process, new at every start. */
  public UUID owner() {
    return owner;
  }

  /**
   * Takes possession of the database: an embedded one has no other process, so what another has
   * left there is free at once.
   */
  public void begin() {
    if (database.embedded()) {
      database.write("end-all-leases").with("never", Instant.EPOCH).update();
    }
    renew();
  }

  /** Tells the others that this process is there. */
  public void renew() {
    database.write("renew-lease").with("owner", owner).with("lease", LEASE).update();
    database.write("renew-inherited-leases").with("heir", owner).with("lease", LEASE).update();
    database.write("delete-dead-processes").with("lease", LEASE).update();
  }

  /** Processes that are gone and have left messages in the outbox. */
  public List<UUID> deadSenders() {
    return database.read("find-dead-owners-of-outbox").list(row -> row.uuid("owner"));
  }

  /**
   * Takes over what a process has left that is gone, until all of it is sent or this one is gone,
   * too.
   *
   * @return whether it is ours; of several that ask one gets it
   */
  public boolean takeOver(UUID dead) {
    database.write("ensure-process").with("owner", dead).with("never", Instant.EPOCH).update();
    return database
            .write("take-over-process")
            .with("owner", dead)
            .with("heir", owner)
            .with("lease", LEASE)
            .update()
        == 1;
  }

  /** Leaves its work to the next process that asks. */
  @Override
  public void close() {
    database.write("end-lease").with("owner", owner).with("never", Instant.EPOCH).update();
  }
}
