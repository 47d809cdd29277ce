package dev.journeygateway.rig;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Where a gateway keeps its rows, and how the checker gets to them. */
interface Storage {

  /** Settings that put a gateway on it. */
  List<String> settings();

  /** Opens it for the checker. */
  Connection open() throws SQLException;

  /** The H2 file in a gateway's own folder; it can be opened while the gateway does not run. */
  static Storage embedded(Path gatewayFolder) {
    String url =
        "jdbc:h2:file:"
            + gatewayFolder.toAbsolutePath().resolve("data/h2/gateway")
            + ";WRITE_DELAY=0";
    return new Storage() {
      @Override
      public List<String> settings() {
        return List.of();
      }

      @Override
      public Connection open() throws SQLException {
        return DriverManager.getConnection(url, "sa", "");
      }
    };
  }
}
