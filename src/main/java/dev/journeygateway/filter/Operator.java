package dev.journeygateway.filter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a tag condition asks of a value. */
public enum Operator {
  EQ(Takes.ONE_OR_LIST),
  NOTEQ(Takes.ONE),
  IN(Takes.ONE_OR_LIST),
  NOTIN(Takes.ONE_OR_LIST),
  GT(Takes.ONE),
  GTE(Takes.ONE),
  LT(Takes.ONE),
  LTE(Takes.ONE),
  BETWEEN(Takes.TWO),
  SET(Takes.NOTHING),
  NOTSET(Takes.NOTHING);

  public enum Takes {
    NOTHING,
    ONE,
    TWO,
    ONE_OR_LIST
  }

  private final Takes takes;

  Operator(Takes takes) {
    this.takes = takes;
  }

  public Takes takes() {
    return takes;
  }

  /** The spelling of the canonical text, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The operator of that name in any case. */
  static Optional<Operator> of(String word) {
    return Arrays.stream(values())
        .filter(operator -> operator.name().equalsIgnoreCase(word))
        .findFirst();
  }
}
