package dev.journeygateway.list;

import java.util.Map;

/**
 * How the files of one folder are read.
 *
 * @param badRows how many bad rows a file may hold
 * @param columns the file's column names to ours, for those that differ: {@code Kunde -> user_id}
 * @param attributesForAll attribute values from the folder's configuration; the attributes file and
 *     a row's own win
 * @param chunkRows most rows in one chunk, 1 to 100,000
 * @param limits what one file may cost
 */
public record ListRules(
    BadRows badRows,
    Map<String, String> columns,
    Map<String, String> attributesForAll,
    int chunkRows,
    ListLimits limits) {

  /** The defaults: a bad row refuses the file, no mapping, chunks of 1,000 rows. */
  public static final ListRules DEFAULT =
      new ListRules(BadRows.REFUSE_FILE, Map.of(), Map.of(), 1_000, ListLimits.DEFAULT);

  public ListRules {
    if (chunkRows < 1 || chunkRows > 100_000) {
      throw new IllegalArgumentException("chunk-size must be 1 to 100000, not " + chunkRows);
    }
  }

  public ListRules withBadRows(BadRows other) {
    return new ListRules(other, columns, attributesForAll, chunkRows, limits);
  }

  public ListRules withColumns(Map<String, String> other) {
    return new ListRules(badRows, other, attributesForAll, chunkRows, limits);
  }

  public ListRules withAttributesForAll(Map<String, String> other) {
    return new ListRules(badRows, columns, other, chunkRows, limits);
  }

  public ListRules withChunkRows(int other) {
    return new ListRules(badRows, columns, attributesForAll, other, limits);
  }

  public ListRules withLimits(ListLimits other) {
    return new ListRules(badRows, columns, attributesForAll, chunkRows, other);
  }
}
