package dev.journeygateway.batch;

import java.util.List;

/**
 * Consecutive good rows of a file, as many as travel in one message.
 *
 * @param number counted from 1 and the same in every reading of the same file under the same rules
 * @param firstRow the number of its first row among the file's good rows, counted from 1
 * @param last whether the file ends with it
 */
public record RowChunk(int number, long firstRow, List<Row> rows, boolean last) {}
