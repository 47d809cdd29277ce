package dev.journeygateway.list;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The rejects file of one reading, made with the first bad row. */
final class Rejects implements Closeable {

  private final Rows rows;
  private final Path path;
  private OutputStream out;
  private FileOutputStream file;

  Rejects(Rows rows, Path path) {
    this.rows = rows;
    this.path = path;
  }

  /** Adds the row at which the reading is. */
  void add() throws IOException {
    if (out == null) {
      file = new FileOutputStream(path.toFile());
      out = new BufferedOutputStream(file, 64 << 10);
      rows.writeRejectsHead(out);
    }
    rows.writeReject(out);
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      try (OutputStream closing = out) {
        closing.flush();
        // Safe before the request that speaks of it is.
        file.getFD().sync();
      }
    }
  }
}
