package dev.journeygateway.door.file;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.list.Format;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListName;
import dev.journeygateway.text.PrintableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder door's inbox: {@code inbox/<journey id>/<name>}.
 *
 * <p>A file is claimed by a rename into {@code .work/} beside it, under its request's uuid; its row
 * is written before. So a crash leaves it either untouched or with a row, and what lies in {@code
 * .work/} without one (a database that was lost, say) is taken up again under the uuid in its name.
 */
final class InboxFolder implements FilePlace {

  /** Its name in the rows of its files; no server may be called so. */
  public static final String NAME = "inbox";

  private static final Logger LOG = LoggerFactory.getLogger(InboxFolder.class);
  private static final String WORK = ".work";

  /** Folders with a meaning of their own: devices are loaded from the one beside the journeys. */
  private static final Set<String> NO_JOURNEYS = Set.of("devices");

  /** No id is longer (running.md). */
  static final int LONGEST_JOURNEY_ID = 64;

  private static final Pattern CLAIMED =
      Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(.+)", Pattern.DOTALL);
  private static final NoArgGenerator UUIDS = Generators.timeBasedEpochGenerator();

  /** Strays are rare: a look in so many is enough. */
  private static final int LOOKS_BETWEEN_STRAYS = 60;

  private final Path inbox;
  private final Duration settle;
  private final boolean doneMarker;
  private final StartFiles rows;
  private final LongSupplier nanoTime;
  private final Map<Path, Seen> seen = new HashMap<>();
  private final Map<UUID, Seen> claimedAs = new ConcurrentHashMap<>();
  private int looks;

  /**
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  public InboxFolder(
      Path inbox, Duration settle, boolean doneMarker, StartFiles rows, LongSupplier nanoTime)
      throws IOException {
    // A link to a folder elsewhere is a folder, too, which createDirectories does not see.
    this.inbox = Files.isDirectory(inbox) ? inbox : Files.createDirectories(inbox);
    this.settle = settle;
    this.doneMarker = doneMarker;
    this.rows = rows;
    this.nanoTime = nanoTime;
  }

  /** A file as it was when it was looked at, and since when it has been so. */
  private record Seen(long size, long modified, long sinceNanos) {

    boolean same(BasicFileAttributes now) {
      return size == now.size() && modified == now.lastModifiedTime().toMillis();
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ClaimedFile> claim(int most) throws IOException {
    List<ClaimedFile> claimed = new ArrayList<>();
    Set<Path> present = new HashSet<>();
    boolean strays = looks++ % LOOKS_BETWEEN_STRAYS == 0;
    for (Path folder : journeyFolders()) {
      String journeyId = folder.getFileName().toString();
      if (strays) {
        claimStrays(folder, journeyId);
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          if (whole(file, present) && claimed.size() < most) {
            claim(file, journeyId).ifPresent(claimed::add);
          }
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    seen.keySet().retainAll(present);
    return claimed;
  }

  private List<Path> journeyFolders() throws IOException {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(inbox)) {
      for (Path folder : all) {
        String name = folder.getFileName().toString();
        boolean mayBeJourney = name.length() <= LONGEST_JOURNEY_ID && !NO_JOURNEYS.contains(name);
        if (mayBeJourney && !name.startsWith(".") && Files.isDirectory(folder)) {
          folders.add(folder);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return folders;
  }

  private boolean whole(Path file, Set<Path> present) throws IOException {
    InboxName name = InboxName.of(file.getFileName().toString());
    if (name instanceof InboxName.LeftAlone) {
      return false;
    }
    BasicFileAttributes now;
    try {
      now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return false;
    }
    // A link could lead anywhere, and a rename would take the link alone.
    if (!now.isRegularFile()) {
      return false;
    }
    present.add(file);
    Seen before = seen.get(file);
    if (before == null || !before.same(now)) {
      before = new Seen(now.size(), now.lastModifiedTime().toMillis(), nanoTime.getAsLong());
      seen.put(file, before);
    }
    if (doneMarker) {
      return name instanceof ListName known
          && known.doneNames().stream().anyMatch(done -> Files.exists(beside(file, done)));
    }
    return nanoTime.getAsLong() - before.sinceNanos() >= settle.toNanos();
  }

  private static Path beside(Path file, String name) {
    return ListName.in(file.getParent(), name);
  }

  private Optional<ClaimedFile> claim(Path path, String journeyId) throws IOException {
    String name = path.getFileName().toString();
    ClaimedFile file = new ClaimedFile(UUIDS.generate(), "folder", NAME, journeyId, name);
    Path work = Files.createDirectories(path.resolveSibling(WORK));
    rows.insert(file);
    try {
      Files.move(path, work(file), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // Another gateway was quicker.
      rows.delete(file.requestUuid());
      return Optional.empty();
    } catch (IOException e) {
      // One file that cannot be moved keeps no other from being taken; it is looked at again when
      // it would have settled anew.
      rows.delete(file.requestUuid());
      seen.remove(path);
      LOG.warn("Cannot be taken: {}, {}", PrintableName.of(name), PrintableName.of(e.toString()));
      return Optional.empty();
    }
    claimedAs.put(file.requestUuid(), seen.remove(path));
    if (file.inboxName() instanceof ListName known) {
      if (known.format() != Format.JSON) {
        for (String attributes : known.attributesNames()) {
          moveIfThere(beside(path, attributes), ListName.in(work, file.attributesName()));
        }
      }
      for (String done : known.doneNames()) {
        Files.deleteIfExists(beside(path, done));
      }
    }
    return Optional.of(file);
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // There is none.
    }
  }

  private void claimStrays(Path folder, String journeyId) throws IOException {
    Path work = folder.resolve(WORK);
    if (!Files.isDirectory(work)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(work)) {
      for (Path path : files) {
        Matcher claimed = CLAIMED.matcher(path.getFileName().toString());
        boolean startFile =
            claimed.matches() && !claimed.group(2).matches("(?s).*\\.rejects\\.(csv|ndjson)");
        if (startFile && !rows.exists(UUID.fromString(claimed.group(1)))) {
          LOG.warn("Takes up again what lies in {} and has no row: {}", WORK, claimed.group(1));
          rows.insert(
              new ClaimedFile(
                  UUID.fromString(claimed.group(1)), "folder", NAME, journeyId, claimed.group(2)));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private Path folder(ClaimedFile file) {
    return ListName.in(inbox, file.journeyId());
  }

  private Path work(ClaimedFile file) {
    return ListName.in(folder(file).resolve(WORK), file.uniqueName());
  }

  @Override
  public Optional<Path> open(ClaimedFile file) {
    return Optional.of(work(file)).filter(Files::exists);
  }

  @Override
  public Optional<Path> attributes(ClaimedFile file) {
    return Optional.of(work(file).resolveSibling(file.attributesName())).filter(Files::exists);
  }

  @Override
  public Path rejects(ClaimedFile file) {
    return ListName.in(folder(file).resolve(WORK), file.rejectsName());
  }

  @Override
  public boolean stillWhole(ClaimedFile file) throws IOException {
    Seen then = claimedAs.remove(file.requestUuid());
    if (then == null || then.same(Files.readAttributes(work(file), BasicFileAttributes.class))) {
      return true;
    }
    try {
      // Not atomically: that would replace another file that has come under the same name.
      Files.move(work(file), ListName.in(folder(file), file.name()));
    } catch (FileAlreadyExistsException e) {
      LOG.warn(
          "{} was still being written and another one has come: it is taken as it is",
          file.uniqueName());
      return true;
    }
    moveIfThere(
        work(file).resolveSibling(file.attributesName()),
        file.inboxName() instanceof ListName known
            ? ListName.in(folder(file), known.attributesNames().get(0))
            : work(file).resolveSibling(file.attributesName()));
    rows.delete(file.requestUuid());
    LOG.warn(
        "{} was still being written, it went back to its inbox", PrintableName.of(file.name()));
    return false;
  }

  @Override
  public void fileAway(ClaimedFile file, boolean done, String result) throws IOException {
    Path drawer =
        Files.createDirectories(
            folder(file).resolve(done ? "archive" : "failed").resolve(file.day().toString()));
    moveIfThere(rejects(file), ListName.in(drawer, file.rejectsName()));
    Path whole = ListName.in(drawer, file.resultName());
    // Under a name of its own until it is written: who watches for results never reads half of one.
    Path part = whole.resolveSibling("." + file.requestUuid() + ".part");
    Files.write(part, result.getBytes(StandardCharsets.UTF_8));
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    moveIfThere(
        work(file).resolveSibling(file.attributesName()), drawer.resolve(file.attributesName()));
    moveIfThere(work(file), ListName.in(drawer, file.uniqueName()));
  }
}
