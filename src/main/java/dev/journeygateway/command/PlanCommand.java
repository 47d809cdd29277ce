package dev.journeygateway.command;

import dev.journeygateway.delivery.CallPlan;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.OfflineCatalog;
import dev.journeygateway.list.BadRow;
import dev.journeygateway.list.BadRows;
import dev.journeygateway.list.CheckedList;
import dev.journeygateway.list.Format;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListCheck;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.ListRefusal;
import dev.journeygateway.list.ListRules;
import dev.journeygateway.list.StartList;
import dev.journeygateway.request.KnownAttributes;
import dev.journeygateway.request.RequestRefusedException;
import dev.journeygateway.request.StartableJourney;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code plan FILE --journey ID}: reads a list as the folder does, calls nobody, and tells what it
 * would come to. Exits with 1 for a list that would be refused.
 */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Reads a list as the folder does, calls nobody, and prints its rows, bad rows, attribute"
            + " sets, calls and the time they take. With --url or --token the running gateway"
            + " counts. Exits with 1 for a list that would be refused.")
final class PlanCommand implements Callable<Integer> {

  private static final int BAD_ROWS_SHOWN = 5;

  @Spec private CommandSpec spec;

  @Mixin private ListFile file;

  @Option(
      names = "--catalog",
      defaultValue = "./config/journeys.yaml",
      description = "The catalogue; ${DEFAULT-VALUE}.")
  private Path catalog;

  @Option(
      names = "--bad-rows",
      defaultValue = "refuse-file",
      description =
          "refuse-file, skip or a percentage, as gateway.files.bad-rows; ${DEFAULT-VALUE}.")
  private String badRows;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = spec.commandLine().getParseResult();
    if (options.hasMatchedOption("--url") || options.hasMatchedOption("--token")) {
      return ListDryRun.of(file, spec.commandLine());
    }
    OfflineCatalog.Found found = journey();
    try {
      StartableJourney.requireRunning(found.journey());
      StartableJourney.requireActive(StartableJourney.requireOneEntryPoint(found.journey()));
      return planned(found);
    } catch (RequestRefusedException e) {
      return refused(e.refusal().message());
    }
  }

  private OfflineCatalog.Found journey() {
    try {
      return OfflineCatalog.read(catalog)
          .find(file.journey())
          .orElseThrow(
              () ->
                  new ParameterException(
                      spec.commandLine(),
                      "the catalogue " + catalog + " has no journey " + file.journey()));
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(), "the catalogue " + catalog + " cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private int planned(OfflineCatalog.Found found) throws IOException {
    InboxName name = InboxName.of(file.path().getFileName().toString());
    if (name instanceof InboxName.Unsupported unsupported) {
      return refused(unsupported.refusal());
    }
    if (!(name instanceof ListName list) || list.format() == Format.JSON) {
      throw new ParameterException(
          spec.commandLine(), "a plan is made for lists: .csv, .ndjson, and both with .gz");
    }
    Path rejects = Files.createTempFile("plan-", ".rejects.csv");
    try {
      ListCheck check =
          new StartList(file.path(), list)
              .check(rules(), rejects, (good, bad, bytes, ofBytes) -> {});
      if (check instanceof ListRefusal refusal) {
        return refused(refusal);
      }
      CheckedList checked = (CheckedList) check;
      KnownAttributes.require(found.journey().entryPoints().get(0), checked.attributeColumns());
      return told(checked, found);
    } finally {
      Files.deleteIfExists(rejects);
    }
  }

  private ListRules rules() {
    try {
      return ListRules.DEFAULT.withBadRows(BadRows.parse(badRows));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--bad-rows: " + e.getMessage());
    }
  }

  private int told(CheckedList list, OfflineCatalog.Found found) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("rows            %d%n", list.rows());
    out.printf("bad rows        %d%n", list.badRows());
    list.firstBadRows().stream()
        .limit(BAD_ROWS_SHOWN)
        .map(BadRow::reason)
        .forEach(reason -> out.printf("                %s%n", reason));
    Optional<String> refusal = Optional.empty();
    if (found.destination().isEmpty()) {
      out.printf("destination     entries: no calls%n");
    } else {
      refusal = calls(list, found.destination().get(), out);
    }
    out.flush();
    return refusal.isPresent() ? refused(refusal.get()) : 0;
  }

  private static Optional<String> calls(CheckedList list, Destination destination, PrintWriter out)
      throws IOException {
    CallPlan plan = CallPlan.of(list, destination);
    out.printf("destination     %s%n", destination.name());
    out.printf("attribute sets  %d%n", plan.attributeSets());
    out.printf("calls           %d%n", plan.calls());
    out.printf("time            %s%n", plan.timeInWords());
    return plan.refusal();
  }

  private int refused(ListRefusal refusal) {
    return refused(refusal.message() + (refusal.detail().isEmpty() ? "" : ": " + refusal.detail()));
  }

  private int refused(String reason) {
    spec.commandLine().getErr().println("would be refused: " + reason);
    spec.commandLine().getErr().flush();
    return 1;
  }
}
