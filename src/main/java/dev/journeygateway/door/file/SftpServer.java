package dev.journeygateway.door.file;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.journeygateway.door.file.SftpConnection.Listed;
import dev.journeygateway.list.Format;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListName;
import dev.journeygateway.text.PrintableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's inbox, with the layout and rules of {@link InboxFolder}: a file is claimed by a rename
 * on the server, fetched into the data folder, and filed away on the server with its result beside
 * it. Whoever takes a file over fetches it again.
 *
 * <p>A connection of its own looks for files and is made anew when it is lost; the rest connect for
 * what they do.
 */
final class SftpServer implements FilePlace, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SftpServer.class);
  private static final String WORK = ".work";
  private static final Set<String> NO_JOURNEYS = Set.of("devices", "archive", "failed");
  private static final NoArgGenerator UUIDS = Generators.timeBasedEpochGenerator();
  private static final int LONGEST_NAME = 64;

  private final SftpSettings.Server server;
  private final String name;
  private final Path local;
  private final Duration settle;
  private final boolean doneMarker;
  private final StartFiles rows;
  private final LongSupplier nanoTime;
  private final Map<String, Seen> seen = new HashMap<>();
  private final Map<UUID, Seen> claimedAs = new ConcurrentHashMap<>();
  private SftpConnection looking;

  private record Seen(long size, long modified, long sinceNanos) {

    boolean same(Listed now) {
      return size == now.size() && modified == now.modified();
    }
  }

  /**
   * @param local where fetched files lie
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  public SftpServer(
      SftpSettings.Server server,
      Path local,
      Duration settle,
      boolean doneMarker,
      StartFiles rows,
      LongSupplier nanoTime)
      throws IOException {
    this.server = server;
    // The same on every gateway, for one takes over what another claimed.
    String whole = server.toString();
    this.name =
        whole.length() <= LONGEST_NAME
            ? whole
            : UUID.nameUUIDFromBytes(whole.getBytes(StandardCharsets.UTF_8)).toString();
    this.local = Files.createDirectories(local);
    this.settle = settle;
    this.doneMarker = doneMarker;
    this.rows = rows;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized List<ClaimedFile> claim(int most) throws IOException {
    if (looking == null || !looking.alive()) {
      close();
      looking = SftpConnection.open(server);
      LOG.info("Connected to {}", server);
    }
    try {
      return claim(most, looking);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private List<ClaimedFile> claim(int most, SftpConnection connection) throws IOException {
    List<ClaimedFile> claimed = new ArrayList<>();
    Set<String> present = new HashSet<>();
    for (String journeyId : journeys(connection)) {
      try {
        claim(most, connection, journeyId, claimed, present);
      } catch (IOException e) {
        // A folder that the server refuses keeps no other from being looked at.
        if (!connection.alive()) {
          throw e;
        }
        LOG.warn("Skipped a folder of {}: {}", server, PrintableName.of(e.toString()));
      }
    }
    seen.keySet().retainAll(present);
    return claimed;
  }

  private void claim(
      int most,
      SftpConnection connection,
      String journeyId,
      List<ClaimedFile> claimed,
      Set<String> present)
      throws IOException {
    String folder = folder(journeyId);
    List<Listed> listed = connection.list(folder);
    Set<String> names = new HashSet<>();
    listed.forEach(one -> names.add(one.name()));
    for (Listed one : listed) {
      if (one.file() && whole(folder, one, names, present) && claimed.size() < most) {
        claim(connection, folder, journeyId, one, names).ifPresent(claimed::add);
      }
    }
  }

  private List<String> journeys(SftpConnection connection) throws IOException {
    if (server.journey().isPresent()) {
      return List.of(server.journey().get());
    }
    return connection.list(server.folder()).stream()
        .filter(
            one -> one.folder() && !one.name().startsWith(".") && !NO_JOURNEYS.contains(one.name()))
        .filter(one -> one.name().length() <= InboxFolder.LONGEST_JOURNEY_ID)
        .map(Listed::name)
        .toList();
  }

  private String folder(String journeyId) {
    return server.journey().isPresent() ? server.folder() : server.folder() + "/" + journeyId;
  }

  private boolean whole(String folder, Listed one, Set<String> names, Set<String> present) {
    InboxName inboxName = InboxName.of(one.name());
    if (inboxName instanceof InboxName.LeftAlone
        || one.name().indexOf('/') >= 0
        || one.name().length() > 255) {
      return false;
    }
    String path = folder + "/" + one.name();
    present.add(path);
    Seen before = seen.get(path);
    if (before == null || !before.same(one)) {
      before = new Seen(one.size(), one.modified(), nanoTime.getAsLong());
      seen.put(path, before);
    }
    if (doneMarker) {
      return inboxName instanceof ListName known
          && known.doneNames().stream().anyMatch(names::contains);
    }
    return nanoTime.getAsLong() - before.sinceNanos() >= settle.toNanos();
  }

  private Optional<ClaimedFile> claim(
      SftpConnection connection, String folder, String journeyId, Listed one, Set<String> names)
      throws IOException {
    ClaimedFile file = new ClaimedFile(UUIDS.generate(), "sftp", name, journeyId, one.name());
    connection.makeFolders(folder + "/" + WORK);
    rows.insert(file);
    try {
      connection.rename(folder + "/" + one.name(), work(file));
    } catch (NoSuchFileException e) {
      // Another gateway was quicker.
      rows.delete(file.requestUuid());
      return Optional.empty();
    } catch (IOException e) {
      if (connection.alive()) {
        // Refused, so it was not moved; without an answer it may have been, and the row is its
        // claim.
        rows.delete(file.requestUuid());
        // Looked at again when it would have settled anew.
        seen.remove(folder + "/" + one.name());
      }
      throw e;
    }
    claimedAs.put(file.requestUuid(), seen.remove(folder + "/" + one.name()));
    if (file.inboxName() instanceof ListName known) {
      for (String attributes : known.attributesNames()) {
        if (known.format() != Format.JSON && names.contains(attributes)) {
          connection.renameIfThere(
              folder + "/" + attributes, workFolder(file) + file.attributesName());
        }
      }
      for (String done : known.doneNames()) {
        if (names.contains(done)) {
          connection.delete(folder + "/" + done);
        }
      }
    }
    return Optional.of(file);
  }

  private String workFolder(ClaimedFile file) {
    return folder(file.journeyId()) + "/" + WORK + "/";
  }

  private String work(ClaimedFile file) {
    return workFolder(file) + file.uniqueName();
  }

  private Path local(ClaimedFile file) {
    return ListName.in(local, file.uniqueName());
  }

  @Override
  public Optional<Path> open(ClaimedFile file) throws IOException {
    Path path = local(file);
    if (!Files.exists(path)) {
      try (SftpConnection connection = SftpConnection.open(server)) {
        if (connection.find(work(file)).isEmpty()) {
          return Optional.empty();
        }
        String attributes = workFolder(file) + file.attributesName();
        if (connection.find(attributes).isPresent()) {
          connection.fetch(attributes, local.resolve(file.attributesName()));
        }
        connection.fetch(work(file), path);
      }
    }
    return Optional.of(path);
  }

  @Override
  public Optional<Path> attributes(ClaimedFile file) {
    return Optional.of(local.resolve(file.attributesName())).filter(Files::exists);
  }

  @Override
  public Path rejects(ClaimedFile file) {
    return ListName.in(local, file.rejectsName());
  }

  @Override
  public boolean stillWhole(ClaimedFile file) throws IOException {
    Seen then = claimedAs.remove(file.requestUuid());
    try (SftpConnection connection = SftpConnection.open(server)) {
      Optional<Listed> now = connection.find(work(file));
      boolean whole = now.isPresent() && now.get().size() == Files.size(local(file));
      if (whole && (then == null || then.same(now.get()))) {
        return true;
      }
      LOG.warn(
          "{} was still being written, it goes back to its inbox", PrintableName.of(file.name()));
      String folder = folder(file.journeyId());
      connection.renameIfThere(work(file), folder + "/" + file.name());
      if (file.inboxName() instanceof ListName known) {
        connection.renameIfThere(
            workFolder(file) + file.attributesName(),
            folder + "/" + known.attributesNames().get(0));
      }
    }
    deleteLocal(file);
    rows.delete(file.requestUuid());
    return false;
  }

  @Override
  public void fileAway(ClaimedFile file, boolean done, String result) throws IOException {
    String drawer = folder(file.journeyId()) + (done ? "/archive/" : "/failed/") + file.day();
    try (SftpConnection connection = SftpConnection.open(server)) {
      connection.makeFolders(drawer);
      if (Files.exists(rejects(file))) {
        connection.put(rejects(file), drawer + "/" + file.rejectsName());
      }
      // Under a name of its own until it is written: who watches for results never reads half of
      // one.
      String part = drawer + "/." + file.requestUuid() + ".part";
      String whole = drawer + "/" + file.resultName();
      connection.put(result, part);
      connection.delete(whole);
      connection.rename(part, whole);
      connection.renameIfThere(
          workFolder(file) + file.attributesName(), drawer + "/" + file.attributesName());
      connection.renameIfThere(work(file), drawer + "/" + file.uniqueName());
    }
    deleteLocal(file);
  }

  private void deleteLocal(ClaimedFile file) throws IOException {
    Files.deleteIfExists(local(file));
    Files.deleteIfExists(local.resolve(file.attributesName()));
    Files.deleteIfExists(rejects(file));
  }

  @Override
  public synchronized void close() {
    if (looking != null) {
      looking.close();
      looking = null;
    }
  }
}
