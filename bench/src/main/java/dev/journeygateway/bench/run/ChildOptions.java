package dev.journeygateway.bench.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the processes of a command work, and what stays of them. */
public final class ChildOptions {

  @Option(
      names = "--folder",
      defaultValue = "bench/target/run",
      description = "Where files and journals go; no tmpfs.")
  private Path folder;

  @Option(names = "--keep", description = "Keep the children's files and logs.")
  private boolean keep;

  @Option(
      names = "--profile",
      description = "Folder for a flight recording of each child; costs some speed.")
  private Optional<Path> profiles = Optional.empty();

  /**
   * A place for the children of a command.
   *
   * @param name the command's
   * @param jvmOptions of every child
   */
  public Children children(String name, List<String> jvmOptions) {
    return new Children(
        folder.resolve(name + "-" + ProcessHandle.current().pid()), keep, jvmOptions, profiles);
  }
}
