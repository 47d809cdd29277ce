package dev.journeygateway.support;

import java.nio.file.Path;

/** A real SFTP server on this machine, with a host key of its own. */
public interface SftpServerOnLoopback extends AutoCloseable {

  /** Where its files lie on this machine's disk. */
  Path root();

  int port();

  /** What a client must know to trust it. */
  Path knownHosts();

  /** The settings of a gateway that polls this server's folder {@code inbox}. */
  String[] settings(int number);

  /** Cuts every connection. */
  void cut();

  @Override
  void close();
}
