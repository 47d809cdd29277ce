package dev.journeygateway.list;

import dev.journeygateway.text.OneLine;

/**
 * A row that does not enter, and why.
 *
 * @param line where it starts in its file, counted from 1
 * @param reason for people, one line
 */
public record BadRow(long line, String reason) {

  private static final int LONGEST_REASON = 400;

  public BadRow {
    // It may name a column or a value of the file.
    reason = OneLine.of(reason, LONGEST_REASON);
  }
}
