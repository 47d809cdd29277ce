package dev.journeygateway.door.file;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All inboxes that files come from.
 *
 * @param lists of the folder door
 * @param devices of the folder door
 * @param servers by the number of the server in the settings: its inbox of lists and, unless all
 *     its files are one journey's, of devices
 * @param places whose they are
 */
record FilePlaces(Inbox lists, Inbox devices, List<List<Inbox>> servers, List<FilePlace> places)
    implements AutoCloseable {

  private Stream<Inbox> all() {
    return Stream.concat(Stream.of(lists, devices), servers.stream().flatMap(List::stream));
  }

  public Map<String, Inbox> byName() {
    return all().collect(Collectors.toMap(Inbox::name, Function.identity(), (one, same) -> one));
  }

  /** Where a file lies. */
  public Inbox of(ClaimedFile file) {
    return all().filter(inbox -> inbox.name().equals(file.place())).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    places.forEach(FilePlace::close);
  }
}
