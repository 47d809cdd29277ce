package dev.journeygateway.door.file;

import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.text.PrintableName;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of an inbox from their claim until they are filed away. */
final class ClaimedFiles {

  private static final Logger LOG = LoggerFactory.getLogger(ClaimedFiles.class);

  /** So often a file may go back before it is told as a trouble. */
  private static final int PUT_BACKS = 3;

  private final FilePlace place;
  private final InboxLayout layout;
  private final boolean doneMarker;
  private final StartFiles rows;
  private final FileTroubles troubles;
  private final Settling settling;

  /** As each was when it was found to be at rest; a file without one has to settle first. */
  private final Map<UUID, Found> atRest = new ConcurrentHashMap<>();

  private final Map<String, Integer> putBacks = new ConcurrentHashMap<>();

  /** Work folders and drawers that are there. */
  private final Set<String> made = ConcurrentHashMap.newKeySet();

  ClaimedFiles(
      FilePlace place,
      InboxLayout layout,
      FileSettings settings,
      StartFiles rows,
      FileTroubles troubles,
      LongSupplier nanoTime) {
    this.place = place;
    this.layout = layout;
    this.doneMarker = settings.doneMarker();
    this.rows = rows;
    this.troubles = troubles;
    this.settling = new Settling(settings.settle(), nanoTime);
  }

  void workFolder(String folder) throws IOException {
    makeFolder(InboxLayout.in(folder, InboxLayout.WORK));
  }

  private void makeFolder(String path) throws IOException {
    if (!made.contains(path)) {
      place.makeFolder(path);
      made.add(path);
    }
  }

  /** A folder that was there may have been deleted by hand. */
  void forgetFolders() {
    made.clear();
  }

  String work(ClaimedFile file) {
    return inWork(file, file.uniqueName());
  }

  private String inWork(ClaimedFile file, String name) {
    return InboxLayout.in(InboxLayout.in(layout.folder(file.journeyId()), InboxLayout.WORK), name);
  }

  String workAttributes(ClaimedFile file) {
    return inWork(file, file.attributesName());
  }

  /**
   * Says how a file was when it was looked at last, before its claim. A place may set a new time
   * when it renames; then the file has to settle under its new name, for it may have been written
   * to as well.
   */
  void claimedAs(ClaimedFile file, Found before) throws IOException {
    Optional<Found> now = place.find(work(file));
    if (now.isPresent() && (doneMarker || now.get().same(before))) {
      atRest.put(file.requestUuid(), now.get());
    }
  }

  boolean settled(ClaimedFile file) throws IOException {
    if (atRest.containsKey(file.requestUuid())) {
      return true;
    }
    Optional<Found> now = place.find(work(file));
    if (now.isEmpty()) {
      return true;
    }
    String key = file.requestUuid().toString();
    // What came through another door was whole before it was put here.
    boolean whole = doneMarker || !file.door().equals(place.door());
    if (whole || settling.settled(key, now.get())) {
      settling.forget(key);
      atRest.put(file.requestUuid(), now.get());
      return true;
    }
    return false;
  }

  Optional<Path> open(ClaimedFile file) throws IOException {
    try {
      if (file.attributes().isPresent()) {
        fetchAttributes(file);
      }
      return Optional.of(place.fetch(work(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The gateway may have ended between the claim of the list and that of its attributes. */
  private void fetchAttributes(ClaimedFile file) throws IOException {
    String work = workAttributes(file);
    if (place.find(work).isEmpty()) {
      if (place.find(work(file)).isEmpty()) {
        return;
      }
      String from = InboxLayout.in(layout.folder(file.journeyId()), file.attributes().get());
      if (!place.moveIfThere(from, work)) {
        throw Refusal.of(
                Reason.UNSUPPORTED_FILE,
                "the attributes file "
                    + PrintableName.of(file.attributes().get())
                    + " lay beside the list and is gone; put both there again, the list last")
            .asException();
      }
    }
    place.fetch(work);
  }

  Optional<Path> attributes(ClaimedFile file) throws IOException {
    if (file.attributes().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(place.fetch(workAttributes(file)));
  }

  Path incoming(ClaimedFile file) throws IOException {
    String folder = layout.folder(file.journeyId());
    place.makeFolder(folder);
    place.makeFolder(InboxLayout.in(folder, InboxLayout.WORK));
    return place.draft(inWork(file, "." + file.requestUuid() + ".part"));
  }

  void take(ClaimedFile file, Path whole) throws IOException {
    Path draft = place.draft(work(file));
    Files.move(whole, draft, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(draft.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
    place.publish(work(file));
  }

  Path rejects(ClaimedFile file) throws IOException {
    return place.draft(inWork(file, file.rejectsName()));
  }

  void keepRejects(ClaimedFile file) throws IOException {
    place.publish(inWork(file, file.rejectsName()));
  }

  boolean stillWhole(ClaimedFile file) throws IOException {
    Found then = atRest.get(file.requestUuid());
    String work = work(file);
    Optional<Found> now = place.find(work);
    if (now.isEmpty()) {
      return false;
    }
    long read = Files.size(place.fetch(work));
    boolean whole =
        now.get().size() == Found.UNTOLD ? place.endsAt(work, read) : now.get().size() == read;
    String path = InboxLayout.in(layout.folder(file.journeyId()), file.name());
    if (whole && (then == null || then.same(now.get()))) {
      putBacks.remove(path);
      troubles.taken(layout.name());
      troubles.ended(layout.name(), path);
      return true;
    }
    atRest.remove(file.requestUuid());
    place.forget(work);
    putBack(file, path);
    return false;
  }

  private void putBack(ClaimedFile file, String path) throws IOException {
    if (putBacks.merge(path, 1, Integer::sum) >= PUT_BACKS) {
      troubles.failed(
          layout.name(),
          path,
          place.shown(path),
          new IOException("it changes each time while it is read; rename it when it is whole"));
    }
    String shown = PrintableName.of(file.name());
    boolean hasInbox = file.door().equals(place.door());
    if (hasInbox && file.attributes().isEmpty() && Found.readable(file.name())) {
      try {
        place.putBack(work(file), path);
        rows.delete(file.requestUuid());
        LOG.warn("{} was still being written, it went back to its inbox", shown);
        return;
      } catch (FileAlreadyExistsException e) {
        LOG.warn("{} was still being written; as another one has come, it stays claimed", shown);
        return;
      } catch (UnsupportedOperationException e) {
        LOG.debug("It stays claimed", e);
      }
    }
    LOG.warn("{} was still being written, it is read again when it has settled", shown);
  }

  void fileAway(ClaimedFile file, boolean done, String result) throws IOException {
    String drawer = InboxLayout.in(layout.folder(file.journeyId()), done ? "archive" : "failed");
    String day = InboxLayout.in(drawer, file.day().toString());
    makeFolder(drawer);
    makeFolder(day);
    try {
      keepRejects(file);
      place.moveIfThere(inWork(file, file.rejectsName()), InboxLayout.in(day, file.rejectsName()));
      place.write(result, InboxLayout.in(day, file.resultName()));
      place.moveIfThere(workAttributes(file), InboxLayout.in(day, file.attributesName()));
      place.moveIfThere(work(file), InboxLayout.in(day, file.uniqueName()));
    } catch (IOException e) {
      // Not every server says that it is a folder that is missing.
      forgetFolders();
      throw e;
    }
    place.forget(work(file));
    place.forget(workAttributes(file));
    troubles.taken(layout.name());
    atRest.remove(file.requestUuid());
    putBacks.remove(InboxLayout.in(layout.folder(file.journeyId()), file.name()));
  }
}
