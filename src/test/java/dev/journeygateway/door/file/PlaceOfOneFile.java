package dev.journeygateway.door.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The inbox, with one file in it that stays where it is. */
class PlaceOfOneFile implements FilePlace {

  private final Path file;

  PlaceOfOneFile(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return "inbox";
  }

  @Override
  public List<ClaimedFile> claim(int most) throws IOException {
    return List.of();
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
