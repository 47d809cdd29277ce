package dev.journeygateway.list;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list that was read to its end and may be queued.
 *
 * @param file what was read
 * @param rules what it was read under; another chunk size numbers other chunks
 * @param rows good rows, at least one
 * @param badRows rows that are left out
 * @param chunks how many chunks the good rows make
 * @param sha256 of the file as it lies there, lower-case hex
 * @param bytes of the file as it lies there
 * @param idColumn what the rows name
 * @param attributeColumns the attributes that rows give values to; the entry point must know each
 * @param attributesForAll values for every row: the folder's, the attributes file's before them; a
 *     row's own win
 * @param firstBadRows the first of the bad rows, at most 20
 */
public record CheckedList(
    StartList file,
    ListRules rules,
    long rows,
    long badRows,
    int chunks,
    String sha256,
    long bytes,
    IdColumn idColumn,
    Set<String> attributeColumns,
    Map<String, String> attributesForAll,
    List<BadRow> firstBadRows)
    implements ListCheck {

  /**
   * Reads the file a second time, in chunks; the bad rows are left out and the numbers are the same
   * in every reading.
   *
   * @param from the number of the first chunk wanted, from 1; to go on after a crash, the one after
   *     the last that is safe
   * @throws IOException when the file cannot be opened or is not the one that was checked
   */
  public RowChunks chunks(int from) throws IOException {
    return new RowChunks(this, from);
  }

  /** Values for all rows and, over them, a row's own. */
  public Map<String, String> attributesOf(ListRow row) {
    if (attributesForAll.isEmpty()) {
      return row.attributes();
    }
    Map<String, String> values = new LinkedHashMap<>(attributesForAll);
    values.putAll(row.attributes());
    return values;
  }
}
