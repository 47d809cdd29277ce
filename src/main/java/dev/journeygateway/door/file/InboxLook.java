package dev.journeygateway.door.file;

import dev.journeygateway.list.InboxName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Looks through an inbox for whole files, each folder by itself. */
final class InboxLook {

  private static final long BETWEEN_STRAYS_NANOS = Duration.ofSeconds(30).toNanos();
  private static final int LONGEST_FILE_NAME = 255;

  private final FilePlace place;
  private final InboxLayout layout;
  private final boolean doneMarker;
  private final IgnoredNames ignored;
  private final FileTroubles troubles;
  private final StrayFiles strays;
  private final Settling settling;
  private final InboxClaims claims;
  private final LongSupplier nanoTime;
  private long strayLook;
  private boolean looked;

  InboxLook(
      FilePlace place,
      InboxLayout layout,
      FileSettings settings,
      StartFiles rows,
      ClaimedFiles claimed,
      FileTroubles troubles,
      LongSupplier nanoTime) {
    this.place = place;
    this.layout = layout;
    this.doneMarker = settings.doneMarker();
    this.ignored = settings.ignored();
    this.troubles = troubles;
    this.strays = new StrayFiles(place, layout, ignored, rows, troubles, nanoTime);
    this.settling = new Settling(settings.settle(), nanoTime);
    this.claims = new InboxClaims(place, layout, settings, rows, claimed, troubles, settling);
    this.nanoTime = nanoTime;
  }

  List<ClaimedFile> claim(int most) throws IOException {
    long now = nanoTime.getAsLong();
    boolean withStrays = !looked || now - strayLook >= BETWEEN_STRAYS_NANOS;
    if (withStrays) {
      looked = true;
      strayLook = now;
      strays.begin();
    }
    Set<String> present = new HashSet<>();
    Set<String> unread = new HashSet<>();
    List<Deque<WholeFile>> waiting = new ArrayList<>();
    Map<String, String> owners = owners(withStrays);
    for (Map.Entry<String, String> owner : owners.entrySet()) {
      String folder = owner.getValue();
      try {
        waiting.add(look(owner.getKey(), folder, present, withStrays));
      } catch (PlaceAwayException e) {
        throw e;
      } catch (NoSuchFileException e) {
        // Taken away between the two lists; one that is named in the settings has to be there.
        if (layout.only().isPresent()) {
          throw e;
        }
      } catch (IOException e) {
        unread.add(folder);
        troubles.failed(layout.name(), folder, place.shown(folder), e);
      }
    }
    settling.keep(path -> present.contains(path) || unread.contains(parent(path)));
    troubles.keep(
        layout.name(),
        path -> path.isEmpty() || owners.containsValue(path) || owners.containsValue(parent(path)));
    if (withStrays) {
      strays.end();
    }
    return claims.inTurns(waiting, most);
  }

  private static String parent(String path) {
    int end = path.lastIndexOf('/');
    return end < 0 ? "" : path.substring(0, end);
  }

  /** Folders to look at, by the journey or application whose they are. */
  private Map<String, String> owners(boolean withStrays) throws IOException {
    Map<String, String> owners = new LinkedHashMap<>();
    if (layout.only().isPresent()) {
      owners.put(layout.only().get(), layout.top());
      return owners;
    }
    List<Found> listed;
    try {
      listed = place.list(layout.top());
    } catch (NoSuchFileException e) {
      if (layout.top().isEmpty()) {
        throw e;
      }
      return owners;
    }
    for (Found one : listed) {
      if (one.kind() == Found.Kind.FOLDER
          && !one.name().startsWith(".")
          && !layout.passedOver().contains(one.name())
          && one.readable()
          && one.name().length() <= InboxLayout.LONGEST_NAME) {
        owners.put(one.name(), layout.folder(one.name()));
      }
    }
    if (withStrays) {
      strays.atTop(listed);
    }
    return owners;
  }

  private Deque<WholeFile> look(
      String owner, String folder, Set<String> present, boolean withStrays) throws IOException {
    List<Found> listed = place.list(folder);
    FolderNames names = new FolderNames(listed);
    if (withStrays) {
      strays.inFolder(owner, folder, names);
    }
    List<WholeFile> whole = new ArrayList<>();
    boolean anyFile = false;
    for (Found one : listed) {
      if (mayBeTaken(one)) {
        anyFile = true;
        whole(owner, folder, one, names, present).ifPresent(whole::add);
      }
    }
    if (!anyFile) {
      troubles.ended(layout.name(), folder);
    }
    // First come, first served, as far as the place tells.
    whole.sort(
        Comparator.comparingLong((WholeFile one) -> one.file().modified())
            .thenComparing(one -> one.file().name()));
    return new ArrayDeque<>(whole);
  }

  private boolean mayBeTaken(Found one) {
    return one.kind() == Found.Kind.FILE
        && one.name().length() <= LONGEST_FILE_NAME
        && !ignored.matches(one.name())
        && !(InboxName.of(one.name()) instanceof InboxName.LeftAlone);
  }

  private Optional<WholeFile> whole(
      String owner, String folder, Found listed, FolderNames names, Set<String> present)
      throws IOException {
    String path = InboxLayout.in(folder, listed.name());
    Optional<Found> now = told(path, listed);
    if (now.isEmpty()) {
      return Optional.empty();
    }
    present.add(path);
    boolean knew = settling.knows(path);
    boolean settled = settling.settled(path, now.get());
    Optional<Found> attributes =
        layout.attributes() ? names.attributesOf(listed.name()) : Optional.empty();
    if (attributes.isPresent()) {
      String beside = InboxLayout.in(folder, attributes.get().name());
      present.add(beside);
      settled &= settling.settled(beside, attributes.get());
    }
    if (doneMarker ? names.markersOf(listed.name()).isEmpty() : !settled) {
      return Optional.empty();
    }
    if (attributes.isEmpty() && !knew && layout.attributes()) {
      // It came during this look, and its attributes file may have, too, earlier in the list.
      names = new FolderNames(place.list(folder));
      attributes = names.attributesOf(listed.name());
    }
    return Optional.of(new WholeFile(owner, folder, now.get(), attributes, names));
  }

  /** Asks for what the list did not tell. */
  private Optional<Found> told(String path, Found listed) throws IOException {
    if (listed.tellsAll() || !listed.readable()) {
      return Optional.of(listed);
    }
    return place
        .find(path)
        .map(
            asked ->
                new Found(
                    listed.name(),
                    listed.kind(),
                    asked.size(),
                    asked.modified(),
                    listed.spelling()));
  }
}
