package dev.journeygateway.door.file;

import dev.journeygateway.text.PrintableName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps files from being taken: told in the log once and then seldom, counted, and shown by
 * the health where nothing is taken at all.
 */
final class FileTroubles {

  private static final Logger LOG = LoggerFactory.getLogger(FileTroubles.class);

  private static final Duration TOLD_AGAIN = Duration.ofMinutes(30);

  /** So often in a row something must fail before the health tells. */
  private static final int PASSES = 3;

  /** A look that lasts longer hangs. */
  private static final long LONGEST_LOOK_NANOS = Duration.ofMinutes(5).toNanos();

  /** Longer than the longest time between two looks. */
  private static final long FORGOTTEN_NANOS = Duration.ofHours(2).toNanos();

  private record Key(String inbox, String path) {}

  private record Trouble(
      String shown, String reason, int times, long since, long told, long last) {}

  private final Map<Key, Trouble> troubles = new ConcurrentHashMap<>();
  private final Map<String, Long> taken = new ConcurrentHashMap<>();
  private final Map<String, Long> looks = new ConcurrentHashMap<>();
  private final Set<Key> notes = ConcurrentHashMap.newKeySet();
  private final MeterRegistry meters;
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime a monotonic clock, as {@link System#nanoTime()}
   */
  public FileTroubles(MeterRegistry meters, LongSupplier nanoTime) {
    this.meters = meters;
    this.nanoTime = nanoTime;
  }

  /** Shows an inbox in the metrics from its start. */
  public void watch(String inbox) {
    meters.gauge(
        "journey_gateway_file_troubles", Tags.of("place", inbox), this, all -> all.count(inbox));
    failures(inbox);
  }

  private Counter failures(String inbox) {
    return meters.counter("journey_gateway_file_failures", "place", inbox);
  }

  private double count(String inbox) {
    return troubles.keySet().stream().filter(key -> key.inbox().equals(inbox)).count();
  }

  /**
   * Something was not taken, or not filed away.
   *
   * @param path the folder or file; empty for the whole inbox
   * @param shown the same, for people
   */
  public void failed(String inbox, String path, String shown, Throwable failure) {
    failures(inbox).increment();
    String reason = reason(failure);
    long now = nanoTime.getAsLong();
    troubles.compute(
        new Key(inbox, path),
        (key, before) -> {
          boolean tell =
              before == null
                  || !before.reason().equals(reason) && before.times() < PASSES
                  || now - before.told() >= TOLD_AGAIN.toNanos();
          if (tell) {
            LOG.warn(
                "{} waits and is not taken: {}. It is tried again, and told again in {} minutes if"
                    + " it lasts.",
                shown,
                reason,
                TOLD_AGAIN.toMinutes());
          }
          return new Trouble(
              shown,
              reason,
              before == null ? 1 : before.times() + 1,
              before == null ? now : before.since(),
              tell ? now : before.told(),
              now);
        });
  }

  /** What failed works again. */
  public void ended(String inbox, String path) {
    Trouble before = troubles.remove(new Key(inbox, path));
    if (before != null) {
      LOG.info("{} is taken again", before.shown());
    }
  }

  /** Forgets what is no longer there, or has not failed again for long. */
  public void keep(String inbox, Predicate<String> there) {
    long now = nanoTime.getAsLong();
    troubles
        .entrySet()
        .removeIf(
            one ->
                one.getKey().inbox().equals(inbox)
                    && (!there.test(one.getKey().path())
                        || now - one.getValue().last() > FORGOTTEN_NANOS));
  }

  /** Tells something once, for as long as it lies there. */
  public void once(String inbox, String path, String text) {
    if (notes.add(new Key(inbox, path))) {
      LOG.warn("{}", text);
    }
  }

  /** Forgets the notes about what is no longer there. */
  public void keepNotes(String inbox, Set<String> there) {
    notes.removeIf(key -> key.inbox().equals(inbox) && !there.contains(key.path()));
  }

  public void taken(String inbox) {
    taken.put(inbox, nanoTime.getAsLong());
  }

  public void lookBegins(String inbox) {
    looks.put(inbox, nanoTime.getAsLong());
  }

  public void lookEnds(String inbox) {
    looks.remove(inbox);
  }

  /** By their names, inboxes from which nothing is taken, each with the reason. */
  public Map<String, String> silent() {
    Map<String, String> silent =
        troubles.entrySet().stream()
            .filter(one -> one.getValue().times() >= PASSES && lasts(one.getKey(), one.getValue()))
            .collect(
                Collectors.toMap(
                    one -> one.getKey().inbox(),
                    one -> one.getValue().shown() + ": " + one.getValue().reason(),
                    (one, other) -> one));
    long now = nanoTime.getAsLong();
    looks.forEach(
        (inbox, since) -> {
          if (now - since > LONGEST_LOOK_NANOS) {
            silent.putIfAbsent(inbox, "a look at it does not end");
          }
        });
    return silent;
  }

  /** Whether nothing was taken from the inbox since the trouble began. */
  private boolean lasts(Key key, Trouble trouble) {
    Long last = taken.get(key.inbox());
    return last == null || last - trouble.since() < 0;
  }

  /** Says why in words, for an exception may say no more than a path. */
  static String reason(Throwable failure) {
    String said = failure.getMessage();
    String kind =
        failure instanceof NoSuchFileException
            ? "there is no such file or folder"
            : failure instanceof AccessDeniedException
                ? "no right to it"
                : failure.getClass().getSimpleName();
    boolean more = failure instanceof FileSystemException named && named.getReason() != null;
    boolean named = failure instanceof FileSystemException && !more;
    return printable(said == null ? kind : named ? said + ", " + kind : said);
  }

  /** A path without anything that a log must not show. */
  static String printable(String path) {
    return Arrays.stream(path.split("/")).map(PrintableName::of).collect(Collectors.joining("/"));
  }
}
