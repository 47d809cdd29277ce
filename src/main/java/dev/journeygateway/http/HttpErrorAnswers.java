package dev.journeygateway.http;

import java.util.OptionalLong;

/** Words an answer to a call that no route has seen; the application supplies it. */
@FunctionalInterface
public interface HttpErrorAnswers {

  /**
   * An answer.
   *
   * @param retryAfterSeconds empty where asking again is of no use
   * @param json the body
   */
  record Answer(int status, OptionalLong retryAfterSeconds, String json) {}

  /**
   * The answer for a status of the server.
   *
   * @param failure what the server failed with, or null
   */
  Answer of(int status, Throwable failure);
}
