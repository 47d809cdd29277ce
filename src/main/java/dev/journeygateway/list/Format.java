package dev.journeygateway.list;

/** How a start file names its people. */
public enum Format {
  /** A list with a header; see the section CSV of the contract. */
  CSV("csv"),
  /** The body that the HTTP door takes, as it is. */
  JSON("json"),
  /** One row, a JSON object, a line. */
  NDJSON("ndjson");

  private final String ending;

  Format(String ending) {
    this.ending = ending;
  }

  /** The ending of its files, without the dot. */
  public String ending() {
    return ending;
  }
}
