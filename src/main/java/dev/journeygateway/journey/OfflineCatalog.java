package dev.journeygateway.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A catalogue file for a command that has no database: what it says about one journey. */
public final class OfflineCatalog {

  private final CatalogFile file;

  private OfflineCatalog(CatalogFile file) {
    this.file = file;
  }

  /**
   * Reads a catalogue file.
   *
   * @throws IllegalArgumentException when it cannot be used, with the line and the reason
   */
  public static OfflineCatalog read(Path path) throws IOException {
    try {
      return new OfflineCatalog(CatalogFile.read(Files.readAllBytes(path)));
    } catch (CatalogFile.Invalid e) {
      throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * A journey and where its people go.
   *
   * @param destination empty where they are entries
   */
  public record Found(Journey journey, Optional<Destination> destination) {}

  /** The journey of that id, where the file has it. */
  public Optional<Found> find(String journeyId) {
    for (CatalogFile.ApplicationNode application : file.applications()) {
      for (CatalogFile.JourneyNode journey : application.journeys()) {
        if (journey.id().equals(journeyId)) {
          return Optional.of(found(application, journey));
        }
      }
    }
    return Optional.empty();
  }

  private Found found(CatalogFile.ApplicationNode application, CatalogFile.JourneyNode node) {
    String destination = CatalogFile.destinationOf(application, node);
    List<EntryPoint> points =
        node.entryPoints().stream()
            .map(
                point ->
                    new EntryPoint(
                        point.id(),
                        point.deactivated(),
                        point.reEntry() == CatalogFile.ReEntry.ONCE,
                        point.attributes().names(),
                        point.attributes().any(),
                        Optional.ofNullable(point.limit()).map(CatalogFile.LimitNode::duration)))
            .toList();
    return new Found(
        new Journey(
            node.id(),
            application.code(),
            application.unknownIds() == CatalogFile.UnknownIds.SKIP,
            node.state(),
            destination,
            points),
        file.destinations().stream()
            .map(DestinationNode::destination)
            .filter(one -> one.name().equals(destination))
            .findFirst());
  }
}
