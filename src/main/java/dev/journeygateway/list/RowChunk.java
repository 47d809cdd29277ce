package dev.journeygateway.list;

import java.util.List;

/**
 * Consecutive good rows of a file, as many as travel in one message.
 *
 * @param number counted from 1 and the same in every reading of the same file under the same rules
 * @param firstRow the number of its first row among the file's good rows, counted from 1
 * @param rejected the bad rows with an id after its first row and before the next chunk's; the
 *     first chunk has those before it, too
 * @param last whether the file ends with it
 */
public record RowChunk(
    int number, long firstRow, List<ListRow> rows, List<RejectedRow> rejected, boolean last) {

  /**
   * A bad row that has an id.
   *
   * @param reason for people, with its line
   */
  public record RejectedRow(String id, long line, String reason) {}
}
