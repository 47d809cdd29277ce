package dev.journeygateway.why;

import java.util.List;

/** A place where people leave traces. Each bean of this type is asked; a new place adds one. */
interface Traces {

  /** The newest traces of a person first, as many as the question wants. */
  List<Naming> of(PersonQuestion question);
}
