package dev.journeygateway.batch;

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
public record FileRules(
    BadRows badRows,
    Map<String, String> columns,
    Map<String, String> attributesForAll,
    int chunkRows,
    FileLimits limits) {

  /** The defaults of batch.md: a bad row refuses the file, no mapping, chunks of 1,000 rows. */
  public static final FileRules DEFAULT =
      new FileRules(BadRows.REFUSE_FILE, Map.of(), Map.of(), 1_000, FileLimits.DEFAULT);

  public FileRules {
    if (chunkRows < 1 || chunkRows > 100_000) {
      throw new IllegalArgumentException("chunk-size must be 1 to 100000, not " + chunkRows);
    }
  }

  public FileRules withBadRows(BadRows other) {
    return new FileRules(other, columns, attributesForAll, chunkRows, limits);
  }

  public FileRules withColumns(Map<String, String> other) {
    return new FileRules(badRows, other, attributesForAll, chunkRows, limits);
  }

  public FileRules withAttributesForAll(Map<String, String> other) {
    return new FileRules(badRows, columns, other, chunkRows, limits);
  }

  public FileRules withChunkRows(int other) {
    return new FileRules(badRows, columns, attributesForAll, other, limits);
  }

  public FileRules withLimits(FileLimits other) {
    return new FileRules(badRows, columns, attributesForAll, chunkRows, other);
  }
}
