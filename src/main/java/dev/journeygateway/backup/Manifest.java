package dev.journeygateway.backup;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.journeygateway.disk.SyncedFiles;
import dev.journeygateway.text.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a backup holds: the file {@code manifest.json} in it.
 *
 * @param format of the backup's folder
 * @param release of the gateway that took it
 * @param schemaVersion the newest migration that its tables have seen
 * @param takenAt everything accepted by then is in it
 * @param whileRunning whether a gateway was at work meanwhile
 * @param requests how many there are in each state
 * @param messages how many there are on each queue
 * @param files by their path in the folder
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Manifest(
    int format,
    String release,
    String schemaVersion,
    Instant takenAt,
    boolean whileRunning,
    Map<String, Long> requests,
    Map<String, Long> messages,
    Map<String, Content> files) {

  static final int FORMAT = 1;

  private static final String NAME = "manifest.json";

  static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** A file's size and its SHA-256 in lower-case hex. */
  public record Content(long bytes, String sha256) {}

  /** The files in a folder. */
  static Map<String, Content> contents(Path folder) throws IOException {
    Map<String, Content> contents = new TreeMap<>();
    for (Path file : SyncedFiles.filesIn(folder)) {
      contents.put(folder.relativize(file).toString(), new Content(Files.size(file), sha256(file)));
    }
    return contents;
  }

  private static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), Sha256.digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }
  }

  /** How many requests there are. */
  public long allRequests() {
    return requests.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many messages there are. */
  public long allMessages() {
    return messages.values().stream().mapToLong(Long::longValue).sum();
  }

  void writeInto(Path folder) throws IOException {
    Files.write(folder.resolve(NAME), JSON.writeValueAsBytes(this));
  }

  /**
   * Reads the manifest of a backup and compares every file with it.
   *
   * @throws IllegalStateException when something is missing, changed or not known
   */
  static Manifest verified(Path folder) throws IOException {
    Manifest manifest;
    try {
      manifest = JSON.readValue(Files.readAllBytes(folder.resolve(NAME)), Manifest.class);
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(folder + " is no backup: it has no " + NAME, e);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(folder.resolve(NAME) + " cannot be read", e);
    }
    if (manifest.format() != FORMAT) {
      throw new IllegalStateException(
          folder + " has the format " + manifest.format() + ", which this release does not know");
    }
    Map<String, Content> found = contents(folder);
    found.remove(NAME);
    for (Map.Entry<String, Content> file : manifest.files().entrySet()) {
      Content now = found.remove(file.getKey());
      if (now == null) {
        throw new IllegalStateException(
            "the backup is not whole: " + file.getKey() + " is missing");
      }
      if (!now.equals(file.getValue())) {
        throw new IllegalStateException(
            "the backup is not as it was written: " + file.getKey() + " has changed");
      }
    }
    if (!found.isEmpty()) {
      throw new IllegalStateException(
          "the backup has files that were not written with it: " + found.keySet());
    }
    return manifest;
  }
}
