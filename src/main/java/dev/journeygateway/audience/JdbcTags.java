package dev.journeygateway.audience;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tag catalogue as it stands in the database at this moment. */
public final class JdbcTags implements Tags {

  private final JdbcClient jdbc;

  public JdbcTags(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<Tag> find(String applicationCode, String name) {
    return jdbc.sql("select id, type from tag where application_code = ? and name = ?")
        .params(applicationCode, name)
        .query((row, n) -> new Tag(row.getInt("id"), type(row.getString("type"))))
        .optional();
  }

  static TagType type(String word) {
    return TagType.of(word)
        .orElseThrow(() -> new IllegalStateException("the table tag holds the type " + word));
  }
}
