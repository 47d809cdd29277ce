package dev.journeygateway.process;

import java.util.Set;

/** Which parts this process runs, in the form that routes ask for. */
public record Roles(Set<Role> set) {

  public boolean http() {
    return set.contains(Role.HTTP);
  }

  public boolean files() {
    return set.contains(Role.FILES);
  }

  public boolean sftp() {
    return set.contains(Role.SFTP);
  }

  public boolean queue() {
    return set.contains(Role.QUEUE);
  }

  public boolean extensions() {
    return set.contains(Role.EXTENSIONS);
  }

  /** Whether files and lists are taken, through whichever door. */
  public boolean batch() {
    return files() || sftp() || extensions();
  }

  /** Whether lists are handed over here and the folder door, which looks after them, is not. */
  public boolean listsWithoutFolder() {
    return extensions() && !files();
  }

  public boolean worker() {
    return set.contains(Role.WORKER);
  }

  /** Whether it calls destinations. */
  public boolean deliver() {
    return set.contains(Role.DELIVER);
  }
}
