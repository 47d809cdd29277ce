package dev.journeygateway.list;

/**
 * Hears how far the check of a file has come; called from the checking thread every few thousand
 * rows.
 */
@FunctionalInterface
public interface Progress {

  /** Hears nothing. */
  Progress SILENT = (rows, badRows, bytes, ofBytes) -> {};

  /**
   * So much has been read.
   *
   * @param rows good rows
   * @param bytes of the file as it lies on the disk
   */
  void reached(long rows, long badRows, long bytes, long ofBytes);
}
