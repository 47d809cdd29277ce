package dev.journeygateway.door.file;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All places that files come from. */
record FilePlaces(InboxFolder inbox, List<SftpServer> servers) implements AutoCloseable {

  public Map<String, FilePlace> byName() {
    return Stream.concat(Stream.of(inbox), servers.stream())
        .collect(Collectors.toMap(FilePlace::name, Function.<FilePlace>identity()));
  }

  /** Where a file lies. */
  public FilePlace of(ClaimedFile file) {
    return byName().get(file.place());
  }

  @Override
  public void close() {
    servers.forEach(SftpServer::close);
  }
}
