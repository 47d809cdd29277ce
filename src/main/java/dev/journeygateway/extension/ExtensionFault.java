package dev.journeygateway.extension;

/**
 * Why an extension does not pass, in a sentence that ends with the way out.
 *
 * @param file as it is found from where the gateway was started
 * @param line from 1; 0 where it is the file as a whole
 */
record ExtensionFault(String file, int line, String sentence) {

  @Override
  public String toString() {
    return file + (line > 0 ? ", line " + line : "") + ": " + sentence;
  }
}
