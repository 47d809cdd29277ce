package dev.journeygateway.process;

/** A part of the gateway that a process can run or leave to another. */
enum Role {
  HTTP,
  FILES,
  SFTP,
  QUEUE,
  WORKER,
  DELIVER,
  EXTENSIONS
}
