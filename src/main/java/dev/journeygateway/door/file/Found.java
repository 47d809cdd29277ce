package dev.journeygateway.door.file;

/**
 * What a place tells of one of its names.
 *
 * @param name as text; what is no text in it is U+FFFD
 * @param size in bytes, or {@link #UNTOLD}
 * @param modified as the place counts time, only to be compared, or {@link #UNTOLD}
 * @param spelling how the place itself spells the name, which {@link FilePlace#take} needs
 */
record Found(String name, Kind kind, long size, long modified, Object spelling) {

  static final long UNTOLD = -1;

  private static final char NO_TEXT = '\uFFFD';

  enum Kind {
    FILE,
    FOLDER,
    /** A link, a pipe or the like: it could lead anywhere. */
    OTHER
  }

  /** Whether nobody wrote to the file between the two looks, as far as the place tells. */
  boolean same(Found other) {
    return size == other.size && modified == other.modified;
  }

  boolean tellsAll() {
    return size != UNTOLD && modified != UNTOLD;
  }

  boolean readable() {
    return readable(name);
  }

  /** Whether a name could be read: not where its bytes are no text in the place's encoding. */
  static boolean readable(String name) {
    return name.indexOf(NO_TEXT) < 0;
  }
}
