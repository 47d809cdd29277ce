package dev.journeygateway.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * How a command asks the gateway that runs for a backup: by a file in the data folder, answered by
 * another. So a backup is for those who may read the data folder, and for no token of an
 * application, whose people are a part of it.
 */
final class BackupCalls {

  private static final String ASKED = "backup-asked.json";
  private static final String ANSWERED = "backup-answered.json";

  private final Path dataDir;

  BackupCalls(Path dataDir) {
    this.dataDir = dataDir;
  }

  /**
   * @param folder an absolute path
   */
  record Asked(UUID id, String folder) {}

  /** What came of it: a manifest, or why there is none. */
  record Answer(UUID id, Optional<Manifest> manifest, Optional<String> error) {}

  void ask(Asked asked) throws IOException {
    Files.deleteIfExists(dataDir.resolve(ANSWERED));
    write(ASKED, asked);
  }

  /** Takes it back; false when the gateway has taken it. */
  boolean takeBack() throws IOException {
    return Files.deleteIfExists(dataDir.resolve(ASKED));
  }

  /** Takes what is asked. */
  Optional<Asked> next() throws IOException {
    Optional<Asked> asked = read(ASKED, Asked.class);
    Files.deleteIfExists(dataDir.resolve(ASKED));
    return asked;
  }

  void answer(Answer answer) throws IOException {
    write(ANSWERED, answer);
  }

  /** Takes the answer to what was asked, once it is there. */
  Optional<Answer> answer(Asked asked) throws IOException {
    Optional<Answer> answer =
        read(ANSWERED, Answer.class).filter(one -> one.id().equals(asked.id()));
    if (answer.isPresent()) {
      Files.deleteIfExists(dataDir.resolve(ANSWERED));
    }
    return answer;
  }

  private void write(String name, Object value) throws IOException {
    Path part = dataDir.resolve(name + ".part");
    Files.write(part, Manifest.JSON.writeValueAsBytes(value));
    Files.move(part, dataDir.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private <T> Optional<T> read(String name, Class<T> type) throws IOException {
    try {
      return Optional.of(Manifest.JSON.readValue(Files.readAllBytes(dataDir.resolve(name)), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IOException(dataDir.resolve(name) + " cannot be read", e);
    }
  }
}
