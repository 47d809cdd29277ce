package dev.journeygateway.door.file;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.list.InboxName;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies where nothing is looked for: claimed files without a row are taken up again, the rest
 * is told once.
 */
final class StrayFiles {

  private static final Logger LOG = LoggerFactory.getLogger(StrayFiles.class);
  private static final NoArgGenerator UUIDS = Generators.timeBasedEpochGenerator();
  private static final Pattern CLAIMED =
      Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(.+)", Pattern.DOTALL);
  private static final Pattern REJECTS =
      Pattern.compile(".*\\.rejects\\.(csv|ndjson)", Pattern.DOTALL);

  /** An attributes file may come long before its list. */
  private static final Duration ORPHANED = Duration.ofHours(1);

  private final FilePlace place;
  private final InboxLayout layout;
  private final IgnoredNames ignored;
  private final StartFiles rows;
  private final FileTroubles troubles;
  private final Settling orphans;
  private Set<String> there = new HashSet<>();

  StrayFiles(
      FilePlace place,
      InboxLayout layout,
      IgnoredNames ignored,
      StartFiles rows,
      FileTroubles troubles,
      LongSupplier nanoTime) {
    this.place = place;
    this.layout = layout;
    this.ignored = ignored;
    this.rows = rows;
    this.troubles = troubles;
    this.orphans = new Settling(ORPHANED, nanoTime);
  }

  void begin() {
    there = new HashSet<>();
  }

  void end() {
    troubles.keepNotes(layout.name(), there);
    orphans.keep(there::contains);
  }

  private void tell(String path, String text) {
    there.add(path);
    troubles.once(layout.name(), path, place.shown(path) + " is not taken: " + text);
  }

  void atTop(List<Found> listed) {
    String owner = layout.attributes() ? "journey" : "application";
    for (Found one : listed) {
      String path = InboxLayout.in(layout.top(), one.name());
      if (one.name().startsWith(".") || layout.passedOver().contains(one.name())) {
        continue;
      }
      if (one.kind() == Found.Kind.FOLDER) {
        if (!one.readable()) {
          tell(path, "the folder's name " + FileNames.unreadable(place.door()));
        } else if (one.name().length() > InboxLayout.LONGEST_NAME) {
          tell(path, "no " + owner + " has a name that long");
        }
      } else if (!leftAlone(one)) {
        tell(path, "it lies in no " + owner + "'s folder; move it into one");
      }
    }
  }

  private boolean leftAlone(Found one) {
    return ignored.matches(one.name()) || InboxName.of(one.name()) instanceof InboxName.LeftAlone;
  }

  void inFolder(String owner, String folder, FolderNames names) throws IOException {
    takeUp(owner, folder, names);
    for (Found one : names.all()) {
      String path = InboxLayout.in(folder, one.name());
      if (one.name().startsWith(".")) {
        continue;
      }
      if (one.kind() == Found.Kind.OTHER && !leftAlone(one)) {
        tell(path, "it is a link or no plain file; put the file itself here");
      } else if (one.kind() == Found.Kind.FOLDER
          && !InboxLayout.DRAWERS.contains(one.name())
          && !layout.passedOver().contains(one.name())
          && holdsFiles(path)) {
        tell(path, "files in folders below this one are not looked at; move them up");
      } else if (one.kind() == Found.Kind.FILE && one.name().length() > 255) {
        tell(path, "its name is longer than 255 characters");
      }
    }
    for (Found one : names.orphans()) {
      String path = InboxLayout.in(folder, one.name());
      there.add(path);
      if (orphans.settled(path, one)) {
        tell(path, "no list of that name came; put it here before its list");
      }
    }
  }

  private boolean holdsFiles(String folder) {
    try {
      return place.list(folder).stream()
          .anyMatch(one -> one.kind() == Found.Kind.FILE && !leftAlone(one));
    } catch (IOException e) {
      return false;
    }
  }

  /** Takes up again what was claimed and has lost its row. */
  private void takeUp(String owner, String folder, FolderNames names) throws IOException {
    List<Found> work;
    try {
      work = place.list(InboxLayout.in(folder, InboxLayout.WORK));
    } catch (PlaceAwayException e) {
      throw e;
    } catch (IOException e) {
      // There is none, or the next claim tells what is wrong with it.
      return;
    }
    for (Found one : work) {
      deleteAbandoned(folder, one);
      Matcher match = CLAIMED.matcher(one.name());
      if (one.kind() != Found.Kind.FILE
          || !match.matches()
          || REJECTS.matcher(match.group(2)).matches()) {
        continue;
      }
      UUID id = UUID.fromString(match.group(1));
      if (rows.exists(id)) {
        if (rows.adopt(id, layout.name())) {
          LOG.info("Goes on with {}, which was claimed when its place had another name", id);
        }
      } else {
        LOG.warn("Takes up again what lies in {} and has no row: {}", InboxLayout.WORK, id);
        String name = match.group(2);
        rows.insert(
            new ClaimedFile(
                id,
                place.door(),
                layout.name(),
                owner,
                name,
                attributes(id, name, names, work),
                Optional.empty()));
      }
    }
  }

  /** What came in a stream to a process that died meanwhile, a day ago or more. */
  private void deleteAbandoned(String folder, Found one) throws IOException {
    boolean part = one.name().startsWith(".") && one.name().endsWith(".part");
    // A UUIDv7 begins with the time.
    long now = UUIDS.generate().getMostSignificantBits() >>> 16;
    if (part
        && place.door().equals("folder")
        && now - one.modified() > Duration.ofDays(1).toMillis()) {
      place.deleteIfThere(InboxLayout.in(InboxLayout.in(folder, InboxLayout.WORK), one.name()));
    }
  }

  /** The attributes file that was claimed with it, or that still lies where the list lay. */
  private Optional<String> attributes(UUID id, String name, FolderNames names, List<Found> work) {
    if (!layout.attributes()) {
      return Optional.empty();
    }
    String claimed = id + ".attributes.json";
    if (work.stream().anyMatch(one -> one.name().equals(claimed))) {
      return Optional.of(claimed);
    }
    boolean anotherCame = names.all().stream().anyMatch(one -> one.name().equals(name));
    return anotherCame ? Optional.empty() : names.attributesOf(name).map(Found::name);
  }
}
