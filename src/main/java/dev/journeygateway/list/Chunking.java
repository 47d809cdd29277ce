package dev.journeygateway.list;

/**
 * Where a chunk ends: after so many rows, or earlier where they are wide. Both readings of a file
 * ask it the same.
 */
final class Chunking {

  private final int chunkRows;
  private int rows;
  private int characters;
  private int chunks;

  Chunking(int chunkRows) {
    this.chunkRows = chunkRows;
  }

  /** Takes one more good row; returns the number of its chunk, from 1. */
  int add(int size) {
    if (rows == 0 || rows == chunkRows || characters >= ListLimits.CHUNK_CHARACTERS) {
      chunks++;
      rows = 0;
      characters = 0;
    }
    rows++;
    characters += size;
    return chunks;
  }

  int chunks() {
    return chunks;
  }
}
