package dev.journeygateway.door.file;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.device.DeviceFileResult;
import dev.journeygateway.device.DevicesLoaded;
import dev.journeygateway.door.RefusalJson;
import dev.journeygateway.door.file.StartFiles.Owned;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.list.BadRow;
import dev.journeygateway.status.StartRequestStatus;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.Statuses;
import dev.journeygateway.status.TrackedRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What {@code <name>.result.json} says: the status as the HTTP door tells it, and the bad rows. */
final class FileResults {

  private record Done(
      @JsonUnwrapped StartRequestStatus status,
      Optional<String> rejects,
      Optional<List<BadRow>> badRows) {}

  private record Refused(
      UUID requestUuid,
      String state,
      String door,
      Optional<String> journeyId,
      Optional<String> applicationCode,
      String file,
      @JsonUnwrapped RefusalJson.Body refusal) {}

  private record Devices(
      UUID requestUuid,
      String state,
      String door,
      String applicationCode,
      String file,
      @JsonUnwrapped RefusalJson.Body refusal,
      DevicesLoaded counts,
      Optional<String> rejects,
      Optional<List<BadRow>> badRows) {}

  private final StartRequests startRequests;
  private final Statuses statuses;
  private final JsonMapper json;

  FileResults(StartRequests startRequests, Statuses statuses, JsonMapper json) {
    this.startRequests = startRequests;
    this.statuses = statuses;
    this.json = json;
  }

  /** The result of a file whose request came to its end. */
  String of(Owned owned) {
    TrackedRequest request = startRequests.find(owned.file().requestUuid()).orElseThrow();
    var bad = owned.checked().filter(note -> note.badRows() > 0);
    return text(
        new Done(
            statuses.of(request),
            bad.map(note -> owned.file().rejectsName()),
            bad.map(note -> note.firstBadRows())));
  }

  /**
   * The result of a file that was refused.
   *
   * @param refusal the body that the HTTP door answers with
   */
  String refused(ClaimedFile file, RefusalJson.Body refusal) {
    Optional<String> folder = Optional.of(file.journeyId());
    boolean devices = file.place().startsWith(InboxLayout.DEVICES);
    return text(
        new Refused(
            file.requestUuid(),
            "refused",
            file.door(),
            devices ? Optional.empty() : folder,
            devices ? folder : Optional.empty(),
            file.name(),
            refusal));
  }

  /** Whether all its rows are loaded; a file that lacks some belongs to the failed ones. */
  static boolean isLoaded(DeviceFileResult result) {
    return result.refusal().isEmpty();
  }

  /** The result of a file of devices, in the shape of the others. */
  String devices(ClaimedFile file, DeviceFileResult result, LimitSettings limit) {
    var bad = Optional.of(result.firstBadRows()).filter(rows -> !rows.isEmpty());
    return text(
        new Devices(
            file.requestUuid(),
            isLoaded(result) ? "done" : "refused",
            file.door(),
            file.journeyId(),
            file.name(),
            result
                .refusal()
                .map(refusal -> RefusalJson.body(FileIntake.refusal(refusal), limit))
                .orElse(null),
            result.loaded(),
            bad.map(rows -> file.rejectsName()),
            bad));
  }

  /** How far a request has come, for the log. */
  String progress(TrackedRequest request) {
    return text(statuses.progress(request));
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of text and numbers can be written as JSON", e);
    }
  }
}
