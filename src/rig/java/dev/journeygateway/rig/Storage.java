package dev.journeygateway.rig;

import java.nio.file.Files;
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

  /**
   * The SQLite file in a gateway's own folder; what a killed gateway left in its log of writes is
   * part of it.
   */
  static Storage embedded(Path gatewayFolder) {
    Path file = gatewayFolder.toAbsolutePath().resolve("data/gateway.db");
    return new Storage() {
      @Override
      public List<String> settings() {
        return List.of();
      }

      @Override
      public Connection open() throws SQLException {
        if (!Files.exists(file)) {
          throw new RigFailure("there is no " + file);
        }
        return DriverManager.getConnection("jdbc:sqlite:" + file);
      }
    };
  }
}
