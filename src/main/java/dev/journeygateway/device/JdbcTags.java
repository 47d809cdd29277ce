package dev.journeygateway.device;

import dev.journeygateway.database.Database;
import dev.journeygateway.filter.Tag;
import dev.journeygateway.filter.TagType;
import dev.journeygateway.filter.Tags;
import java.util.Optional;

/** The tag catalogue as it is in the database at this moment. */
public final class JdbcTags implements Tags {

  private final Database database;

  public JdbcTags(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Tag> find(String applicationCode, String name) {
    return database
        .ask("find-tag")
        .with("application_code", applicationCode)
        .with("name", name)
        .first(row -> new Tag(row.integer("id"), type(row.text("type"))));
  }

  public static TagType type(String word) {
    return TagType.of(word)
        .orElseThrow(() -> new IllegalStateException("the table tag holds the type " + word));
  }
}
