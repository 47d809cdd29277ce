package dev.journeygateway.door.file;

import java.util.Optional;
import java.util.Set;

/**
 * Where in a place the files of one kind lie, and what is special about them.
 *
 * @param name of the inbox in the rows of its files
 * @param top the folder with one folder for each journey or application
 * @param only the journey of all files, which then lie in the top folder itself
 * @param passedOver folders in the top folder with another meaning
 * @param attributes whether an attributes file may lie beside a list
 */
record InboxLayout(
    String name, String top, Optional<String> only, Set<String> passedOver, boolean attributes) {

  static final String WORK = ".work";
  static final String DEVICES = "devices";

  /** Drawers of filed files; results is what devices had before they had the others. */
  static final Set<String> DRAWERS = Set.of("archive", "failed", "results");

  /** No journey's and no application's name is longer. */
  static final int LONGEST_NAME = 64;

  /** Whether files of a journey or an application of this name may lie in a folder of its name. */
  static boolean mayBeOwner(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && !name.equals(DEVICES)
        && !name.startsWith(".")
        && name.indexOf('/') < 0;
  }

  /** Where a file of a journey or an application lies while it waits. */
  String folder(String owner) {
    return only.isPresent() ? top : in(top, owner);
  }

  static String in(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
