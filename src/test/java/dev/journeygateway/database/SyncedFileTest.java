package dev.journeygateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SyncedFileTest {

  /** Of fcntl.h on Linux. */
  private static final int O_DSYNC = 0_010000;

  @TempDir private Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void isOpenedSoThatAWriteIsOnTheDiskWhenItReturns() throws Exception {
    String url = DatabaseUrl.decide("jdbc:h2:file:" + folder.resolve("gateway"), folder);

    try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
      connection.createStatement().execute("create table t (id int)");

      assertThat(flagsOf(folder.resolve("gateway.mv.db")))
          .isNotEmpty()
          .allMatch(flags -> (flags & O_DSYNC) != 0);
    }
  }

  /** With which flags this process has a file open. */
  private static List<Integer> flagsOf(Path file) throws IOException {
    List<Integer> found = new ArrayList<>();
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path one : open.toList()) {
        if (Files.exists(one) && Files.isSameFile(one, file)) {
          for (String line :
              Files.readAllLines(Path.of("/proc/self/fdinfo").resolve(one.getFileName()))) {
            if (line.startsWith("flags:")) {
              found.add(Integer.parseInt(line.substring(6).strip(), 8));
            }
          }
        }
      }
    }
    return found;
  }
}
