package dev.journeygateway.list;

/**
 * What one file may cost: bounds that no honest list meets and that keep a dishonest one from
 * filling heap or disk.
 *
 * @param maxBytes most bytes of text, unpacked
 * @param maxRatio most unpacked bytes for one packed byte, looked at past the first 16 MiB (deflate
 *     reaches 1,032)
 * @param maxRecord most characters in one row, line breaks included; 1,024 to 8 Mi
 */
public record ListLimits(long maxBytes, int maxRatio, int maxRecord) {

  /** 16 GiB, 200 to one, 256 Ki characters: 10 million rows of 1.6 KiB each still pass. */
  public static final ListLimits DEFAULT = new ListLimits(16L << 30, 200, 256 << 10);

  /** Below this many unpacked bytes a ratio says nothing and harms nobody. */
  static final long RATIO_FROM = 16L << 20;

  /** Most columns of a list, and most different attributes of an NDJSON file. */
  static final int MAX_COLUMNS = 1_000;

  /**
   * So many of a file's bad rows are told among the outcomes; all of them are in the rejects file.
   */
  static final long LISTED_BAD_ROWS = 50_000;

  /**
   * Most characters in one chunk before it is closed early, so that wide rows do not make huge
   * messages.
   */
  static final int CHUNK_CHARACTERS = 1 << 20;

  public ListLimits {
    if (maxBytes < 1 || maxRatio < 1) {
      throw new IllegalArgumentException(
          "the largest file and the largest ratio must be at least 1");
    }
    if (maxRecord < 1_024 || maxRecord > 8 << 20) {
      throw new IllegalArgumentException(
          "the longest row must be 1024 to 8388608 characters, not " + maxRecord);
    }
  }
}
