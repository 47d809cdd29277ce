package dev.journeygateway.rig;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Neighbours that sync all the time, so that a sync takes as long as on a disk that is in use. */
final class BusyDisk implements AutoCloseable {

  private static final int NEIGHBOURS = 3;
  private static final int BLOCK = 4 << 20;

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  BusyDisk(Path folder) {
    for (int i = 0; i < NEIGHBOURS; i++) {
      Path file = folder.resolve("neighbour-" + i);
      Thread thread = new Thread(() -> run(file), file.getFileName().toString());
      threads.add(thread);
      thread.start();
    }
  }

  private void run(Path file) {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      while (!stopped) {
        block.rewind();
        channel.write(block, 0);
        channel.force(true);
      }
    } catch (IOException e) {
      throw new RigFailure("a neighbour of the disk failed", e);
    }
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
