package dev.journeygateway.list;

/** What the rows of a list name: people, or devices whose people are to enter. */
public enum IdColumn {
  USER_ID("user_id", "users"),
  HWID("hwid", "hwids");

  private final String column;
  private final String selector;

  IdColumn(String column, String selector) {
    this.column = column;
    this.selector = selector;
  }

  /** The column's name in CSV, the field's in NDJSON. */
  public String column() {
    return column;
  }

  /** The selector of the start request that such a list is. */
  public String selector() {
    return selector;
  }

  /** The id column of that name, or null. */
  static IdColumn named(String name) {
    if (name.equals(USER_ID.column)) {
      return USER_ID;
    }
    return name.equals(HWID.column) ? HWID : null;
  }
}
