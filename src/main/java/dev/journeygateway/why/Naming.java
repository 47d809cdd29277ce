package dev.journeygateway.why;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One request that named a person, or whose filter chose a device of theirs, and what came of it.
 *
 * @param outcome entered, already_entered, duplicate, unknown, rejected, scheduled, waiting,
 *     queued, held, delivering, unknown_delivery, dead or cancelled
 * @param line of the file
 * @param submittedId the id that the request named, where that is not the one asked about
 */
record Naming(
    @JsonUnwrapped Asked request,
    String outcome,
    Optional<Integer> line,
    Optional<String> submittedId,
    @JsonUnwrapped Detail detail) {

  /** The request, as far as every answer tells it. */
  public record Asked(
      UUID requestUuid,
      String journeyId,
      String entryPointId,
      String applicationCode,
      String door,
      Optional<String> file,
      Instant acceptedAt) {}

  /** What there is to say of one outcome and not of another. */
  public sealed interface Detail {}

  /**
   * @param userId the person, where that is not the id that was asked about: a device's user
   */
  public record Entered(Instant at, Optional<String> userId) implements Detail {}

  /**
   * @param earlierRequest the request that the person entered with; empty where its people are no
   *     longer kept
   */
  public record EnteredBefore(Optional<UUID> earlierRequest) implements Detail {}

  /**
   * @param countedLine the line of the row that counted
   */
  public record Twice(Optional<Integer> countedLine) implements Detail {}

  public record Refused(Optional<String> reason) implements Detail {}

  public record Waits(Optional<Instant> expectedAt) implements Detail {}

  public record Dead(UUID deadLetterId, String reason) implements Detail {}
}
