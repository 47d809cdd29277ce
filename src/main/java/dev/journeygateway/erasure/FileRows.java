package dev.journeygateway.erasure;

import dev.journeygateway.database.Database;
import dev.journeygateway.list.ListName;
import dev.journeygateway.person.ForgottenPeople;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files of the inbox: those that are filed away lose the rows; those that are being read keep their
 * rows, masked; those that nobody has taken are the sender's and are named in the receipt.
 */
final class FileRows implements ErasedPlace {

  private static final String WORK = ".work";
  private static final int DEPTH = 6;

  /** A list that its sender has no answer for yet. */
  private static final Pattern ARRIVING = Pattern.compile("\\.[0-9a-fA-F-]{36}\\.(upload|part)");

  private static final Pattern OF_REQUEST =
      Pattern.compile("([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})[-.].*");

  private final Database database;
  private final ForgottenPeople forgotten;
  private final Path inbox;
  private final Path fetched;
  private final List<String> servers;

  /**
   * @param fetched where files of servers lie while they are worked on
   * @param servers hosts that files come from and are filed away on
   */
  FileRows(
      Database database,
      ForgottenPeople forgotten,
      Path inbox,
      Path fetched,
      List<String> servers) {
    this.database = database;
    this.forgotten = forgotten;
    this.inbox = inbox;
    this.fetched = fetched;
    this.servers = List.copyOf(servers);
  }

  @Override
  public Swept sweep(ErasedPerson person) {
    Look look = new Look(person);
    for (String journey :
        database
            .read("find-journeys-of-application")
            .with("application_code", person.applicationCode())
            .texts()) {
      look.at(ListName.in(inbox, journey));
    }
    look.at(inbox.resolve("devices").resolve(person.applicationCode()));
    look.atFetched();
    Map<String, Long> erased = new LinkedHashMap<>();
    erased.put("archived_files", look.archived);
    erased.put("files_under_way", look.underWay);
    servers.forEach(
        host ->
            look.notReached.add(
                "the SFTP server " + host + ": its inbox, archive and failed folders"));
    return new Swept(erased, look.notReached, List.of(), look.waits);
  }

  /** One sweep. */
  private final class Look {

    private final ErasedPerson person;
    private final RowEraser eraser;
    private final List<String> notReached = new ArrayList<>();
    private long archived;
    private long underWay;
    private boolean waits;

    Look(ErasedPerson person) {
      this.person = person;
      this.eraser = new RowEraser(person.written());
    }

    void at(Path folder) {
      for (Path file : files(folder)) {
        Path within = folder.relativize(file);
        try {
          if (within.getNameCount() == 1) {
            untaken(file);
          } else if (within.startsWith(WORK)) {
            underWay(file);
          } else {
            archived += eraser.erase(file, RowEraser.Shape.BLANK);
          }
        } catch (NoSuchFileException e) {
          // Moved on meanwhile: the next sweep finds it where it went.
          waits = true;
        } catch (IOException e) {
          notReached.add(
              name(file) + " cannot be read or written: " + e.getClass().getSimpleName());
        }
      }
    }

    /** Files of all applications lie there; a request tells whose it is. */
    void atFetched() {
      for (Path file : files(fetched)) {
        try {
          if (request(file)
              .flatMap(FileRows.this::application)
              .filter(person.applicationCode()::equals)
              .isPresent()) {
            underWay(file);
          }
        } catch (NoSuchFileException e) {
          waits = true;
        } catch (IOException e) {
          notReached.add(
              name(file) + " cannot be read or written: " + e.getClass().getSimpleName());
        }
      }
    }

    private void untaken(Path file) throws IOException {
      if (!file.toString().endsWith(".part") && eraser.isNamed(file)) {
        notReached.add(name(file) + " has not been taken yet");
      }
    }

    private void underWay(Path file) throws IOException {
      String name = file.getFileName().toString();
      if (ARRIVING.matcher(name).matches()) {
        // What is packed or not yet here cannot be looked into, and may name the person.
        waits |= eraser.isNamed(file);
        notReached.add(name(file) + " is still arriving and has not been taken yet");
        return;
      }
      if (!eraser.isNamed(file)) {
        return;
      }
      boolean ours = name.matches("(?s).*\\.(rejects\\.(csv|ndjson)|result\\.json)");
      if (ours || name.endsWith(".json")) {
        underWay += eraser.erase(file, RowEraser.Shape.BLANK);
      } else if (name.endsWith(".gz")
          || request(file).flatMap(FileRows.this::application).isEmpty()) {
        // What is packed would change its length, and what is being checked is not accepted yet.
        waits = true;
        notReached.add(name(file) + " is being read; its rows go when it is filed away");
      } else {
        long rows = eraser.erase(file, RowEraser.Shape.MASKED);
        database.finish(
            status -> {
              forgotten.add(person.applicationCode(), eraser.masked());
              return null;
            });
        underWay += rows;
      }
    }
  }

  private static Optional<UUID> request(Path file) {
    Matcher name = OF_REQUEST.matcher(file.getFileName().toString());
    return name.matches() ? Optional.of(UUID.fromString(name.group(1))) : Optional.empty();
  }

  private Optional<String> application(UUID request) {
    return database
        .read("find-application-of-request")
        .with("request_uuid", request)
        .texts()
        .stream()
        .findFirst();
  }

  private String name(Path file) {
    return file.startsWith(inbox)
        ? "inbox/" + inbox.relativize(file)
        : file.getFileName().toString();
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder, DEPTH)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
