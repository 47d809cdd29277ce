package dev.journeygateway.audience;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.journeygateway.database.Database;
import dev.journeygateway.filter.Tag;
import dev.journeygateway.filter.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tags and the groups of applications, answered from memory for two seconds, so that a change
 * is seen within five.
 */
public final class AudienceCatalog implements Tags {

  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final int MOST_REMEMBERED = 100_000;

  private record Name(String applicationCode, String tag) {}

  private final LoadingCache<Name, Optional<Tag>> tags;
  private final LoadingCache<String, Map<String, Set<String>>> groups;

  /**
   * @param source the tags as they are in the database
   */
  public AudienceCatalog(Tags source, Database database) {
    this.tags =
        Caffeine.newBuilder()
            .expireAfterWrite(FRESH)
            .maximumSize(MOST_REMEMBERED)
            .build(name -> source.find(name.applicationCode(), name.tag()));
    this.groups = Caffeine.newBuilder().expireAfterWrite(FRESH).build(all -> read(database));
  }

  @Override
  public Optional<Tag> find(String applicationCode, String name) {
    return tags.get(new Name(applicationCode, name));
  }

  /** The codes of the applications in each group. */
  public Map<String, Set<String>> groups() {
    return groups.get("all");
  }

  private static Map<String, Set<String>> read(Database database) {
    Map<String, Set<String>> groups = new HashMap<>();
    database
        .ask("find-groups")
        .each(
            row ->
                groups
                    .computeIfAbsent(row.text("code"), any -> new HashSet<>())
                    .add(row.text("application_code")));
    return groups;
  }
}
