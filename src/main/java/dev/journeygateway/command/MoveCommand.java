package dev.journeygateway.command;

import dev.journeygateway.backup.Move;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code move --to jdbc:postgresql://...}: from the embedded form to PostgreSQL. */
@Command(
    name = "move",
    mixinStandardHelpOptions = true,
    description =
        "Moves the work of a stopped gateway from its embedded database and broker to an empty"
            + " PostgreSQL database.")
final class MoveCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private FolderOptions folders;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description = "jdbc:postgresql://host:5432/name, an empty database.")
  private String url;

  @Option(
      names = "--user",
      defaultValue = "${env:DATABASE_USER}",
      description = "The database's user; from DATABASE_USER unless given.")
  private String user;

  @Option(
      names = "--password-from-env",
      paramLabel = "NAME",
      defaultValue = "DATABASE_PASSWORD",
      description = "The environment variable with the password; ${DEFAULT-VALUE}.")
  private String passwordVariable;

  @Override
  public Integer call() throws InterruptedException {
    Move.Target target = new Move.Target(url, user, System.getenv(passwordVariable));
    return folders.run(
        gateway -> {
          try {
            tell(new Move(gateway, Clock.systemUTC()).to(target), target);
          } catch (DataAccessException | FlywayException e) {
            throw new IllegalStateException(
                "nothing has moved: " + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
                e);
          }
        });
  }

  private void tell(Move.Moved moved, Move.Target target) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d requests and %d messages have moved to %s.%n",
        moved.rows().get("start_request"), moved.messages(), target.shown());
    moved
        .left()
        .forEach(
            (queue, messages) ->
                out.printf(
                    "%d messages on %s stay with the broker of the old data folder.%n",
                    messages, queue));
    out.println("Set for the gateway:");
    out.println(
        "  SPRING_DATASOURCE_URL=" + target.shown() + (url.contains("?") ? "?... as given" : ""));
    out.println("  SPRING_DATASOURCE_USERNAME=" + (user == null ? "..." : user));
    out.println("  SPRING_DATASOURCE_PASSWORD=...");
    out.println("  GATEWAY_DATA_DIR=another folder; the old one does not start any more");
    out.println("Its inbox and its catalogue stay. Many gateways, and a broker outside:");
    out.println("  SPRING_PROFILES_ACTIVE=cluster, as docs/operating.md says");
    out.flush();
  }
}
