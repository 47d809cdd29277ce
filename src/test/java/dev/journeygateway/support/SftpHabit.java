package dev.journeygateway.support;

/** What real servers do that OpenSSH does not. */
public enum SftpHabit {
  /** Modes have rights and no kind of file. */
  NO_TYPE_BITS,
  NO_MODES,
  NO_SIZES,
  /** A file gets the time of its renaming. */
  RENAME_SETS_TIME,
  /** What is not there is a bare failure. */
  FAILURE_FOR_MISSING,
  /** The password is asked for in words of the server's own, and in no other way. */
  KEYBOARD_INTERACTIVE,
  /** The folder and those above it may be listed at most. */
  NO_RIGHT_ON_PARENTS,
  ONE_SESSION,
  /** No extension of OpenSSH's, and so a rename that does not replace. */
  NO_EXTENSIONS
}
