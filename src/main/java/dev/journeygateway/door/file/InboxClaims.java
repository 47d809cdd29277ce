package dev.journeygateway.door.file;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims whole files, the folders of an inbox in turns. */
final class InboxClaims {

  private static final Logger LOG = LoggerFactory.getLogger(InboxClaims.class);
  private static final NoArgGenerator UUIDS = Generators.timeBasedEpochGenerator();

  private final FilePlace place;
  private final InboxLayout layout;
  private final boolean doneMarker;
  private final StartFiles rows;
  private final ClaimedFiles claimed;
  private final FileTroubles troubles;
  private final Settling settling;
  private int turn;

  /** Files that were claimed at this look; some have to settle once more. */
  private int taken;

  InboxClaims(
      FilePlace place,
      InboxLayout layout,
      FileSettings settings,
      StartFiles rows,
      ClaimedFiles claimed,
      FileTroubles troubles,
      Settling settling) {
    this.place = place;
    this.layout = layout;
    this.doneMarker = settings.doneMarker();
    this.rows = rows;
    this.claimed = claimed;
    this.troubles = troubles;
    this.settling = settling;
  }

  /**
   * Claims files, one of each folder and then the next of each.
   *
   * @param waiting the files of each folder
   * @param most how many at the most
   */
  List<ClaimedFile> inTurns(List<Deque<WholeFile>> waiting, int most) throws IOException {
    List<ClaimedFile> files = new ArrayList<>();
    taken = 0;
    waiting.removeIf(Deque::isEmpty);
    int at = waiting.isEmpty() ? 0 : Math.floorMod(turn, waiting.size());
    while (taken < most && !waiting.isEmpty()) {
      at = at >= waiting.size() ? 0 : at;
      Deque<WholeFile> folder = waiting.get(at);
      boolean usable;
      try {
        usable = claimNext(folder, files);
      } catch (PlaceAwayException e) {
        if (taken == 0) {
          throw e;
        }
        return files;
      }
      if (!usable || folder.isEmpty()) {
        waiting.remove(at);
      } else {
        at++;
      }
      turn = at;
    }
    return files;
  }

  /** Claims a folder's next file; false where the folder cannot be used. */
  private boolean claimNext(Deque<WholeFile> folder, List<ClaimedFile> files)
      throws PlaceAwayException {
    WholeFile next = folder.poll();
    boolean inWorkFolder = false;
    try {
      claimed.workFolder(next.folder());
      inWorkFolder = true;
      claim(next).ifPresent(files::add);
      troubles.ended(layout.name(), next.folder());
      return true;
    } catch (PlaceAwayException e) {
      throw e;
    } catch (IOException e) {
      claimed.forgetFolders();
      if (!inWorkFolder || e instanceof AccessDeniedException) {
        troubles.failed(layout.name(), next.folder(), place.shown(next.folder()), e);
        return false;
      }
      // This file's own trouble; its next turn comes once it has settled anew.
      settling.forget(next.path());
      troubles.failed(layout.name(), next.path(), place.shown(next.path()), e);
      return true;
    }
  }

  private Optional<ClaimedFile> claim(WholeFile whole) throws IOException {
    var file =
        new ClaimedFile(
            UUIDS.generate(),
            place.door(),
            layout.name(),
            whole.owner(),
            whole.file().name(),
            whole.attributes().map(Found::name),
            Optional.empty());
    rows.insert(file);
    try {
      place.take(whole.folder(), whole.file(), claimed.work(file));
    } catch (NoSuchFileException e) {
      // Another gateway was quicker, or somebody has deleted the work folder.
      rows.delete(file.requestUuid());
      claimed.forgetFolders();
      return Optional.empty();
    } catch (PlaceAwayException e) {
      // Without an answer it may have been moved, and the row is its claim.
      throw e;
    } catch (IOException e) {
      rows.delete(file.requestUuid());
      throw e;
    }
    taken++;
    settling.forget(whole.path());
    whole.names().gone(whole.file());
    try {
      takeAlong(whole, file);
      claimed.claimedAs(file, whole.file());
    } catch (NoSuchFileException e) {
      LOG.debug("Its attributes file is looked for again when it is read", e);
    } catch (PlaceAwayException e) {
      return Optional.empty();
    }
    return claimed.settled(file) ? Optional.of(file) : Optional.empty();
  }

  private void takeAlong(WholeFile whole, ClaimedFile file) throws IOException {
    if (whole.attributes().isPresent()) {
      Found attributes = whole.attributes().get();
      String to = claimed.workAttributes(file);
      if (attributes.readable() && whole.names().shared(attributes, whole.file().name())) {
        place.copy(InboxLayout.in(whole.folder(), attributes.name()), to);
      } else {
        place.take(whole.folder(), attributes, to);
      }
    }
    for (Found marker : whole.names().markersOf(whole.file().name())) {
      if (doneMarker) {
        place.deleteIfThere(InboxLayout.in(whole.folder(), marker.name()));
      }
    }
  }
}
