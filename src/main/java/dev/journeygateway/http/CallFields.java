package dev.journeygateway.http;

/**
 * Which headers and which query parameters of a call the routes may see; the application that uses
 * the engine says. A route finds both among an exchange's headers, so a name is one of the two and
 * never both: a token in a query would be logged by every proxy, and a header must not decide what
 * a parameter left open.
 */
public interface CallFields {

  /** Whether a header of that name, in any case, reaches the routes. */
  boolean header(String name);

  /** Whether a header counts once: two different values of it leave open which one is meant. */
  boolean single(String name);

  /** Whether a query parameter of exactly that name reaches the routes. */
  boolean parameter(String name);
}
