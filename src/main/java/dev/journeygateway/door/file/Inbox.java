package dev.journeygateway.door.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The inbox of one kind of files in one place: {@code <journey id>/<name>}, or {@code
 * devices/<application>/<name>}. The same for a folder and for a server.
 *
 * <p>A file is claimed by a rename into {@code .work/} beside it, under its request's uuid, so that
 * of several gateways one takes it; its row is written before. So a crash leaves it either
 * untouched or with a row, and what lies in {@code .work/} without one (a database that was lost,
 * say) is taken up again under the uuid in its name.
 */
class Inbox {

  /** A lease lasts ten seconds. */
  private static final long TAKE_OVER_NANOS = Duration.ofSeconds(2).toNanos();

  private final InboxLayout layout;
  private final FilePlace place;
  private final FileTroubles troubles;
  private final InboxLook look;
  private final ClaimedFiles claimed;
  private final long pollNanos;
  private final LongSupplier nanoTime;
  private long lookedAt;
  private boolean looked;
  private long tookOverAt;
  private boolean tookOver;

  /**
   * @param pollInterval between two looks for new files
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  public Inbox(
      FilePlace place,
      InboxLayout layout,
      FileSettings settings,
      Duration pollInterval,
      StartFiles rows,
      FileTroubles troubles,
      LongSupplier nanoTime) {
    this.place = place;
    this.layout = layout;
    this.troubles = troubles;
    this.claimed = new ClaimedFiles(place, layout, settings, rows, troubles, nanoTime);
    this.look = new InboxLook(place, layout, settings, rows, claimed, troubles, nanoTime);
    this.pollNanos = pollInterval.toNanos();
    this.nanoTime = nanoTime;
  }

  /** What it is called in the rows of its files. */
  public String name() {
    return layout.name();
  }

  public boolean isDevices() {
    return layout.top().equals(InboxLayout.DEVICES);
  }

  /** Whether it is time to ask for the files of gateways that are gone. */
  public boolean takesOver() {
    long now = nanoTime.getAsLong();
    if (tookOver && now - tookOverAt < TAKE_OVER_NANOS) {
      return false;
    }
    tookOver = true;
    tookOverAt = now;
    return true;
  }

  /** Whether it is time to look for new files. */
  public boolean due() {
    return !looked || nanoTime.getAsLong() - lookedAt >= pollNanos;
  }

  /**
   * Claims whole files. Each folder is looked at by itself: what is wrong with one keeps no other
   * from being taken.
   *
   * @param most how many at the most
   */
  public List<ClaimedFile> claim(int most) {
    troubles.lookBegins(name());
    try {
      List<ClaimedFile> files = look.claim(most);
      troubles.ended(name(), "");
      return files;
    } catch (IOException | RuntimeException e) {
      away(e);
      return List.of();
    } finally {
      looked = true;
      lookedAt = nanoTime.getAsLong();
      troubles.lookEnds(name());
    }
  }

  /** Whether a claimed file has been left in peace for long enough to be read. */
  public boolean settled(ClaimedFile file) throws IOException {
    return claimed.settled(file);
  }

  /**
   * The claimed file on this machine's disk, fetched when it is not there yet; empty when it is
   * gone.
   *
   * @throws dev.journeygateway.request.RequestRefusedException where the attributes file is gone
   *     that was claimed with it
   */
  public Optional<Path> open(ClaimedFile file) throws IOException {
    return claimed.open(file);
  }

  /** Where a list that comes in a stream is written until it is whole. */
  public Path incoming(ClaimedFile file) throws IOException {
    return claimed.incoming(file);
  }

  /** Gives a whole list the name of a claimed file; it is there after a power cut, too. */
  public void take(ClaimedFile file, Path whole) throws IOException {
    claimed.take(file, whole);
  }

  /** The attributes file that was claimed with it. */
  public Optional<Path> attributes(ClaimedFile file) throws IOException {
    return claimed.attributes(file);
  }

  /** Where its rejected rows are written until they are kept. */
  public Path rejects(ClaimedFile file) throws IOException {
    return claimed.rejects(file);
  }

  /** Puts the rejected rows where another gateway finds them that takes the file over. */
  public void keepRejects(ClaimedFile file) throws IOException {
    claimed.keepRejects(file);
  }

  /**
   * Whether the file is as it was when it was opened. One that somebody still writes to goes back
   * to where it came from and is no longer claimed; where another one has come under its name, or
   * the place cannot promise to replace none, it stays claimed and is read again later.
   */
  public boolean stillWhole(ClaimedFile file) throws IOException {
    return claimed.stillWhole(file);
  }

  /**
   * Puts the result and the rejects where their reader looks for them, then the file itself; doing
   * it again changes nothing.
   *
   * @param done archive, or failed
   * @param result the text of the result
   */
  public void fileAway(ClaimedFile file, boolean done, String result) throws IOException {
    claimed.fileAway(file, done, result);
    troubles.ended(name(), InboxLayout.in(layout.folder(file.journeyId()), file.name()));
  }

  /** Tells of a claimed file that could not be read or filed away. */
  public void failed(ClaimedFile file, Throwable failure) {
    if (failure instanceof PlaceAwayException) {
      away(failure);
    } else {
      String path = InboxLayout.in(layout.folder(file.journeyId()), file.name());
      troubles.failed(name(), path, place.shown(path), failure);
    }
  }

  private void away(Throwable failure) {
    if (!(failure instanceof PlaceAwayException away && away.isBusy())) {
      troubles.failed(name(), "", place.shown(layout.top()), failure);
    }
  }
}
