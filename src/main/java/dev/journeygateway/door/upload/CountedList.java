package dev.journeygateway.door.upload;

import dev.journeygateway.delivery.CallPlan;
import dev.journeygateway.journey.Destination;
import dev.journeygateway.journey.EntryPoint;
import dev.journeygateway.list.BadRow;
import dev.journeygateway.list.BadRows;
import dev.journeygateway.list.CheckedList;
import dev.journeygateway.list.ListCheck;
import dev.journeygateway.list.ListName;
import dev.journeygateway.list.ListRefusal;
import dev.journeygateway.list.ListRules;
import dev.journeygateway.list.Progress;
import dev.journeygateway.list.StartList;
import dev.journeygateway.request.KnownAttributes;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a list would come to, without being kept.
 *
 * @param requested all its rows
 * @param rows those that may enter
 * @param badRows those that are left out
 * @param refusal why all of it would be refused
 * @param calls to a destination, where it takes any
 * @param seconds that they take
 */
record CountedList(
    boolean dryRun,
    long requested,
    long rows,
    long badRows,
    List<BadRow> firstBadRows,
    String selector,
    Set<String> attributes,
    long bytes,
    Optional<String> refusal,
    Optional<Long> calls,
    Optional<Long> seconds) {

  /**
   * Reads a list to its end, its bad rows left out.
   *
   * @param rules the journey's; how many bad rows they allow is told beside the counts
   * @throws dev.journeygateway.request.RequestRefusedException when the list is refused for
   *     anything but its bad rows
   */
  static CountedList of(
      Path path,
      ListName name,
      ListRules rules,
      EntryPoint point,
      Optional<Destination> destination)
      throws IOException {
    Path rejects = path.resolveSibling(path.getFileName() + ".rejects");
    try {
      CheckedList checked =
          checked(
              new StartList(path, name)
                  .check(rules.withBadRows(BadRows.SKIP), rejects, Progress.SILENT));
      KnownAttributes.require(point, checked.attributeColumns());
      CallPlan plan = destination.isEmpty() ? null : CallPlan.of(checked, destination.get());
      Optional<CallPlan> calls = Optional.ofNullable(plan);
      return new CountedList(
          true,
          checked.rows() + checked.badRows(),
          checked.rows(),
          checked.badRows(),
          checked.firstBadRows(),
          checked.idColumn().selector(),
          checked.attributeColumns(),
          checked.bytes(),
          checked.badRows() == 0
              ? calls.flatMap(CallPlan::refusal)
              : refusal(path, name, rules, rejects),
          calls.map(CallPlan::calls),
          calls.map(known -> known.time().toSeconds()));
    } finally {
      Files.deleteIfExists(rejects);
    }
  }

  private static Optional<String> refusal(Path path, ListName name, ListRules rules, Path rejects)
      throws IOException {
    return new StartList(path, name).check(rules, rejects, Progress.SILENT)
            instanceof ListRefusal refusal
        ? Optional.of(refusal.message())
        : Optional.empty();
  }

  private static CheckedList checked(ListCheck check) {
    if (check instanceof ListRefusal refusal) {
      Map<String, String> metadata = new LinkedHashMap<>();
      if (!refusal.detail().isEmpty()) {
        metadata.put("detail", refusal.detail());
      }
      if (refusal.line() > 0) {
        metadata.put("line", Long.toString(refusal.line()));
      }
      throw new Refusal(
              Reason.valueOf(refusal.reason().name()),
              refusal.message(),
              metadata,
              Optional.empty())
          .asException();
    }
    return (CheckedList) check;
  }
}
