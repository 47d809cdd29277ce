package dev.journeygateway.list;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;

/**
 * What the rows of a file mean. The reader takes the file apart and tells its rows one after the
 * other: begin, each cell or member, end; everything about encodings, delimiters, quoting and
 * rejects is the reader's own.
 *
 * <p>A fault is returned as one line for people that begins with the name of the column.
 */
public interface RowMeaning {

  /** Whether a column of this name is one that such a file has to have. */
  boolean isId(String name);

  /**
   * Looks at the header of a table; an NDJSON file has none.
   *
   * @param names by column; null for a column that gives no values
   * @param line of the header
   * @throws ListRefusedException when such a header refuses the file
   */
  void columns(List<String> names, long line) throws ListRefusedException;

  /** A row begins. */
  void begin(long line);

  /** Takes the cell of a column that has a name; returns what is wrong with it, or null. */
  String cell(int column, String text);

  /**
   * Takes the member of an NDJSON row and moves the parser to the end of its value; returns what is
   * wrong with it, or null.
   *
   * @param value at the value's first token
   */
  String member(String name, JsonParser value) throws IOException;

  /**
   * The row is over.
   *
   * @return what is wrong with it, or null
   * @throws ListRefusedException when it refuses the file
   */
  String end() throws ListRefusedException;

  /** The refusal of a file that has no rows, or not even a header. */
  ListRefusal nothing(String detail);
}
