package dev.journeygateway.rig;

/**
 * What one call came to.
 *
 * @param status of HTTP; 0 where there was no answer
 * @param detail the request_uuid of an accepted one, the reason of a refused one, else what went
 *     wrong
 * @param retryAfterSeconds as answered; -1 where it was not
 */
record Answer(Kind kind, int status, String detail, int retryAfterSeconds) {

  enum Kind {
    /** 200 with a request_uuid: the promise begins here. */
    ACCEPTED,
    /** A refusal for what the request is or when it came: nothing of it may be found. */
    REFUSED,
    /** 503, "try again": nothing of it may be found either, unless it was sent again. */
    UNAVAILABLE,
    /** Any other answer to a request that is right: a defect of its own. */
    BROKEN,
    /** No connection came about, so nothing was sent. */
    UNSENT,
    /** The connection broke or nothing came in time: it may have been accepted or not. */
    UNKNOWN
  }

  static Answer none(Kind kind, Throwable failure) {
    return new Answer(kind, 0, failure.getClass().getSimpleName(), -1);
  }
}
