package dev.journeygateway.door.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.journeygateway.door.file.StartFiles.Owned;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.StatusJson;
import dev.journeygateway.status.TrackedRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code <name>.result.json} says: the status as the HTTP door tells it, and what only a file
 * has.
 */
final class FileResults {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final StartRequests startRequests;
  private final StatusJson statuses;

  public FileResults(StartRequests startRequests, StatusJson statuses) {
    this.startRequests = startRequests;
    this.statuses = statuses;
  }

  /** The result of a file whose request came to its end. */
  public String of(Owned owned) {
    TrackedRequest request = startRequests.find(owned.file().requestUuid()).orElseThrow();
    Map<String, Object> result = new LinkedHashMap<>(statuses.of(request));
    owned
        .checked()
        .filter(note -> note.badRows() > 0)
        .ifPresent(
            note -> {
              result.put("rejects", owned.file().rejectsName());
              result.put("bad_rows", note.firstBadRows());
            });
    return text(result);
  }

  /**
   * The result of a file that was refused.
   *
   * @param refusal the body that the HTTP door answers with
   */
  public String refused(ClaimedFile file, String refusal) {
    try {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("request_uuid", file.requestUuid().toString());
      result.put("state", "refused");
      result.put("door", file.door());
      result.put("journey_id", file.journeyId());
      result.put("file", file.name());
      JSON.readTree(refusal)
          .fields()
          .forEachRemaining(field -> result.put(field.getKey(), field.getValue()));
      return text(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own refusals are JSON", e);
    }
  }

  /** How far a request has come, for the log. */
  public String progress(TrackedRequest request) {
    return text(statuses.progress(request));
  }

  private static String text(Map<String, Object> value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of strings and numbers can be written as JSON", e);
    }
  }
}
