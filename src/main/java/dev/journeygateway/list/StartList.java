package dev.journeygateway.list;

import dev.journeygateway.text.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/**
 * A list on the disk that is to start a journey: read once to its end to be checked, and a second
 * time, in chunks, to be queued. Memory is flat in its length.
 *
 * @param path where it lies, under whatever name
 * @param name the name it was sent under, which says what it is
 * @param attributes the attributes file that came with it
 */
public record StartList(Path path, ListName name, Optional<Path> attributes) {

  /** A list without an attributes file. */
  public StartList(Path path, ListName name) {
    this(path, name, Optional.empty());
  }

  /**
   * Reads the file to its end and says whether it may be queued: the checks that need no journey.
   *
   * @param rules the folder's
   * @param rejects where the bad rows are written, made when there is one, replaced when it is
   *     there
   * @param progress hears how far it has come
   * @throws IOException when the disk fails; whatever is wrong with the file itself is a {@link
   *     ListRefusal}
   * @throws IllegalArgumentException for a JSON file, which is one body and no list
   */
  public ListCheck check(ListRules rules, Path rejects, Progress progress) throws IOException {
    try {
      Map<String, String> forAll = new LinkedHashMap<>(rules.attributesForAll());
      if (attributes.isPresent()) {
        forAll.putAll(values(attributes.get()));
      }
      return check(rules, rejects, progress, forAll);
    } catch (ListRefusedException e) {
      return e.refusal();
    }
  }

  private static Map<String, String> values(Path attributes) throws IOException {
    Map<String, String> values = AttributesFile.read(attributes);
    values.remove(AttributesFile.TRACEPARENT);
    return values;
  }

  /**
   * What the trace of a checked list goes on from, as its attributes file says; empty where that
   * says nothing.
   */
  public Optional<String> traceparent() throws IOException {
    return attributes.isPresent()
        ? Optional.ofNullable(AttributesFile.read(attributes.get()).get(AttributesFile.TRACEPARENT))
        : Optional.empty();
  }

  /** The SHA-256 of a checked list's attributes file: the same whatever trace it names. */
  public Optional<String> attributesSha256() throws IOException {
    if (attributes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Sha256.hex(
            traceparent().isEmpty()
                ? Files.readAllBytes(attributes.get())
                : values(attributes.get()).toString().getBytes(StandardCharsets.UTF_8)));
  }

  private ListCheck check(
      ListRules rules, Path rejects, Progress progress, Map<String, String> forAll)
      throws IOException {
    var meaning = new StartRows();
    var chunking = new Chunking(rules.chunkRows());
    RowFile.Reading reading =
        new RowFile(path, name, rules.limits(), rules.columns())
            .check(meaning, rejects, progress, chunking::add);
    if (!reading.passes(rules.badRows())) {
      return reading.badRows(rules.badRows()).orElseThrow();
    }
    return new CheckedList(
        this,
        rules,
        reading.good(),
        reading.bad(),
        chunking.chunks(),
        reading.sha256(),
        reading.bytes(),
        meaning.idColumn(),
        Collections.unmodifiableSet(new LinkedHashSet<>(meaning.attributes())),
        Collections.unmodifiableMap(forAll),
        reading.firstBad());
  }
}
