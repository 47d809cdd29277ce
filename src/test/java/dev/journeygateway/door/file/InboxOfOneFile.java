package dev.journeygateway.door.file;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The inbox, with one file in it that stays where it is. */
class InboxOfOneFile extends Inbox {

  private final Path file;

  InboxOfOneFile(Path file) throws IOException {
    super(
        new FolderPlace(Path.of("target")),
        new InboxLayout("inbox", "", Optional.empty(), Set.of(), true),
        settings(1),
        Duration.ZERO,
        null,
        new FileTroubles(new SimpleMeterRegistry(), () -> 0),
        () -> 0);
    this.file = file;
  }

  /** As by default. */
  static FileSettings settings(int threads) {
    return new FileSettings(
        Duration.ofSeconds(5),
        false,
        null,
        null,
        threads,
        Duration.ofMillis(500),
        200,
        List.of(),
        null);
  }

  @Override
  public List<ClaimedFile> claim(int most) {
    return List.of();
  }

  @Override
  public boolean settled(ClaimedFile claimed) throws IOException {
    return true;
  }

  @Override
  public Optional<Path> open(ClaimedFile claimed) {
    return Optional.of(file);
  }

  @Override
  public Optional<Path> attributes(ClaimedFile claimed) {
    return Optional.empty();
  }

  @Override
  public Path rejects(ClaimedFile claimed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean stillWhole(ClaimedFile claimed) {
    return true;
  }

  @Override
  public void fileAway(ClaimedFile claimed, boolean done, String result) {
    throw new UnsupportedOperationException();
  }
}
