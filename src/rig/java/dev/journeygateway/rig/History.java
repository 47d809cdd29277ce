package dev.journeygateway.rig;

import dev.journeygateway.rig.Answer.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the client did, as its log tells it: nothing of it is taken from memory. */
final class History {

  /** The gateway's deadline for a commit, less what clocks may differ by. */
  private static final long DEADLINE_MILLIS = 1400;

  /** A process that lives on has undone by then what came too late. */
  private static final long UNDONE_WITHIN_MILLIS = 10_000;

  /** One try of a request; {@code answeredAt} is -1 and the kind UNKNOWN while it has no answer. */
  static final class Attempt {
    final long sentAt;
    long answeredAt = -1;
    Kind kind = Kind.UNKNOWN;
    int status;

    /** It was given up, and whether its commit came is not known: the process was killed then. */
    boolean killedAfter;

    String detail = "";

    Attempt(long sentAt) {
      this.sentAt = sentAt;
    }

    /** Its caller was told to try again because the commit had not come by its deadline. */
    boolean givenUp() {
      return kind == Kind.UNAVAILABLE && answeredAt - sentAt >= DEADLINE_MILLIS;
    }

    @Override
    public String toString() {
      return "%s %d after %d ms %s".formatted(kind, status, answeredAt - sentAt, detail);
    }
  }

  /** A request with all its tries; ids are its own and nobody else's. */
  static final class Request {
    final long number;
    final String journey;
    final List<String> ids;
    final Map<Integer, Attempt> attempts = new HashMap<>();

    Request(long number, String journey, List<String> ids) {
      this.number = number;
      this.journey = journey;
      this.ids = ids;
    }

    /** The names under which it was accepted: none, one, or, which is a fault, more. */
    Set<String> acceptedAs() {
      Set<String> uuids = new TreeSet<>();
      for (Attempt attempt : attempts.values()) {
        if (attempt.kind == Kind.ACCEPTED) {
          uuids.add(attempt.detail);
        }
      }
      return uuids;
    }

    /** How many tries were given up by a process that was killed before it had to undo them. */
    int givenUpAndKilled() {
      return (int) attempts.values().stream().filter(a -> a.killedAfter).count();
    }

    /** Whether each try was refused or never left: then nothing of it may be found. */
    boolean refusedThroughout() {
      return attempts.values().stream()
          .noneMatch(a -> a.kind == Kind.ACCEPTED || a.kind == Kind.UNKNOWN || a.killedAfter);
    }
  }

  /** A file that was dropped: its rows' ids are {@code prefix0} to {@code prefix<rows - 1>}. */
  record Dropped(String journey, String name, int rows, String prefix) {}

  private final Map<Long, Request> requests = new LinkedHashMap<>();

  private final List<Dropped> files = new ArrayList<>();
  private final TreeSet<Long> kills = new TreeSet<>();

  static History read(Path log) {
    History history = new History();
    try (BufferedReader lines = Files.newBufferedReader(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        history.take(line.split("\t", -1));
      }
    } catch (IOException e) {
      throw new RigFailure("cannot read " + log, e);
    }
    history.markKilled();
    return history;
  }

  /**
   * A commit that comes too late for its caller is undone by the process that made it. Where that
   * was killed first, nobody can tell such a request from one that was answered 200.
   */
  private void markKilled() {
    for (Request request : requests.values()) {
      for (Attempt attempt : request.attempts.values()) {
        Long kill = kills.ceiling(attempt.answeredAt);
        if (attempt.givenUp()
            && kill != null
            && kill - attempt.answeredAt <= UNDONE_WITHIN_MILLIS) {
          attempt.kind = Kind.UNKNOWN;
          attempt.killedAfter = true;
        }
      }
    }
  }

  private void take(String[] f) {
    switch (f[0]) {
      case "S" ->
          requests
              .computeIfAbsent(
                  Long.valueOf(f[1]),
                  n ->
                      new Request(
                          n, f[4], Arrays.stream(f[6].split(",")).map(RequestLog::read).toList()))
              .attempts
              .put(Integer.valueOf(f[2]), new Attempt(Long.parseLong(f[3])));
      case "A" -> {
        Attempt attempt = requests.get(Long.valueOf(f[1])).attempts.get(Integer.valueOf(f[2]));
        attempt.answeredAt = Long.parseLong(f[3]);
        attempt.kind = Kind.valueOf(f[4]);
        attempt.status = Integer.parseInt(f[5]);
        attempt.detail = f[6];
      }
      case "F" -> files.add(new Dropped(f[2], f[3], Integer.parseInt(f[4]), f[5]));
      case "K" -> kills.add(Long.valueOf(f[1]));
      default -> throw new RigFailure("not a line of a request log: " + String.join(" ", f));
    }
  }

  Iterable<Request> requests() {
    return requests.values();
  }

  Optional<Request> request(long number) {
    return Optional.ofNullable(requests.get(number));
  }

  List<Dropped> files() {
    return files;
  }
}
