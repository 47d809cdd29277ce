package dev.journeygateway.door.file;

import dev.journeygateway.list.Format;
import dev.journeygateway.list.InboxName;
import dev.journeygateway.list.ListName;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What one look found in a folder, and which of it belongs together. Names are compared as people
 * read them: with {@code ü} in one code or two, and whatever the letter case of our own endings.
 */
final class FolderNames {

  private static final String ATTRIBUTES = ".attributes.json";
  private static final String DONE = ".done";

  private final Map<String, Found> all = new LinkedHashMap<>();
  private final Map<String, Found> attributes = new LinkedHashMap<>();
  private final Map<String, List<Found>> markers = new LinkedHashMap<>();

  FolderNames(Collection<Found> listed) {
    for (Found one : listed) {
      all.put(one.name(), one);
      if (one.kind() == Found.Kind.FILE) {
        stem(one.name(), ATTRIBUTES).ifPresent(stem -> attributes.putIfAbsent(stem, one));
        stem(one.name(), DONE)
            .ifPresent(stem -> markers.computeIfAbsent(stem, key -> new ArrayList<>()).add(one));
      }
    }
  }

  private static Optional<String> stem(String name, String ending) {
    return name.toLowerCase(Locale.ROOT).endsWith(ending)
        ? Optional.of(composed(name.substring(0, name.length() - ending.length())))
        : Optional.empty();
  }

  private static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  Collection<Found> all() {
    return List.copyOf(all.values());
  }

  /**
   * The attributes file of a list; the one with its whole name before the one with its base. A body
   * takes none: the one that is meant for it refuses it, unless a list is there that it fits.
   */
  Optional<Found> attributesOf(String list) {
    if (!(InboxName.of(list) instanceof ListName name)) {
      return Optional.empty();
    }
    Found own = attributes.get(composed(name.name()));
    boolean another = name.format() == Format.JSON && listWithBase(composed(name.base()));
    return Optional.ofNullable(
        own == null && !another ? attributes.get(composed(name.base())) : own);
  }

  private boolean listWithBase(String base) {
    return all.keySet().stream()
        .anyMatch(
            other ->
                isList(other) && composed(((ListName) InboxName.of(other)).base()).equals(base));
  }

  private static boolean isList(String name) {
    return InboxName.of(name) instanceof ListName list && list.format() != Format.JSON;
  }

  /** Whether another list that waits here has the same attributes file. */
  boolean shared(Found attributesFile, String list) {
    return all.keySet().stream()
        .filter(other -> !other.equals(list) && isList(other))
        .anyMatch(other -> attributesOf(other).filter(attributesFile::equals).isPresent());
  }

  /** The markers that say that a file is whole. */
  List<Found> markersOf(String file) {
    List<Found> found = new ArrayList<>(markers.getOrDefault(composed(file), List.of()));
    if (InboxName.of(file) instanceof ListName name) {
      found.addAll(markers.getOrDefault(composed(name.base()), List.of()));
    }
    return found;
  }

  /** Attributes files and markers of no list that waits here. */
  List<Found> orphans() {
    List<Found> orphans = new ArrayList<>(attributes.values());
    markers.values().forEach(orphans::addAll);
    for (String list : all.keySet()) {
      attributesOf(list).ifPresent(orphans::remove);
      if (!(InboxName.of(list) instanceof InboxName.LeftAlone)) {
        orphans.removeAll(markersOf(list));
      }
    }
    return orphans;
  }

  void gone(Found file) {
    all.remove(file.name());
  }
}
