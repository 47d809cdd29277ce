package dev.journeygateway.bench.load;

/** Gives the bytes of one whole HTTP/1.1 request after the other; called by one thread only. */
@FunctionalInterface
public interface Requests {

  byte[] next();
}
