package dev.journeygateway.door.file;

import dev.journeygateway.database.DatabaseSnapshot;
import dev.journeygateway.list.ListName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The files of requests that are not filed away yet, for a copy of them. What waits in an inbox and
 * is not taken is nobody's request and not among them.
 */
public final class WorkFiles {

  private final Path inbox;
  private final Path fetched;

  /**
   * @param inbox the folder door's
   * @param dataDir the data folder
   */
  public WorkFiles(Path inbox, Path dataDir) {
    this.inbox = inbox;
    this.fetched = fetched(dataDir);
  }

  /** Where in a data folder files lie that were fetched from servers. */
  public static Path fetched(Path dataDir) {
    return dataDir.resolve("sftp");
  }

  /**
   * @param inInbox its path below the inbox, where it is worked on; empty for a file that was
   *     fetched from a server
   * @param path where it is now
   */
  public record WorkFile(Optional<Path> inInbox, Path path) {}

  /** Those that are there of the files that the database knows. */
  public List<WorkFile> of(DatabaseSnapshot database) {
    return database.read("find-claimed-files").list(ClaimedFile::of).stream()
        .flatMap(file -> of(file).entrySet().stream())
        .map(
            one ->
                new WorkFile(
                    one.getKey().startsWith(inbox)
                        ? Optional.of(inbox.relativize(one.getKey()))
                        : Optional.empty(),
                    one.getValue()))
        .toList();
  }

  /** Where each is while it is worked on, and where it is now. */
  private Map<Path, Path> of(ClaimedFile file) {
    Map<Path, Path> found = new LinkedHashMap<>();
    boolean devices = file.place().equals(InboxLayout.DEVICES);
    boolean inFolder = devices || file.place().equals(FolderPlace.NAME);
    Path folder =
        inFolder
            ? ListName.in(devices ? inbox.resolve(InboxLayout.DEVICES) : inbox, file.journeyId())
            : fetched;
    for (String name :
        List.of(
            file.uniqueName(),
            file.attributesName(),
            file.rejectsName(),
            arriving(file.requestUuid()))) {
      Path work = ListName.in(inFolder ? folder.resolve(InboxLayout.WORK) : folder, name);
      if (Files.isRegularFile(work)) {
        found.put(work, work);
      } else if (inFolder) {
        filedAway(folder, file, name).ifPresent(path -> found.put(work, path));
      }
    }
    return found;
  }

  private static String arriving(UUID request) {
    return "." + request + ".upload";
  }

  /** It may have been filed away since the database was looked at. */
  private static Optional<Path> filedAway(Path folder, ClaimedFile file, String name) {
    return List.of("archive", "failed").stream()
        .map(drawer -> ListName.in(folder.resolve(drawer).resolve(file.day().toString()), name))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
