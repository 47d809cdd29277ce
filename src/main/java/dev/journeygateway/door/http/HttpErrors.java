package dev.journeygateway.door.http;

import dev.journeygateway.door.RefusalJson;
import dev.journeygateway.door.StartRequestMeter;
import dev.journeygateway.http.HttpErrorAnswers;
import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the server answers before or beside any route, in the one shape: no such path, no such
 * method, no thread free.
 */
@RestController
class HttpErrors implements ErrorController, HttpErrorAnswers {

  private final LimitSettings limit;
  private final StartRequestMeter meter;

  HttpErrors(LimitSettings limit, StartRequestMeter meter) {
    this.limit = limit;
    this.meter = meter;
  }

  @RequestMapping("/error")
  ResponseEntity<String> answer(HttpServletRequest request) {
    Answer answer =
        of(
            (int) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE),
            (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
    var response = ResponseEntity.status(answer.status()).contentType(MediaType.APPLICATION_JSON);
    answer
        .retryAfterSeconds()
        .ifPresent(seconds -> response.header("Retry-After", Long.toString(seconds)));
    return response.body(answer.json());
  }

  @Override
  public Answer of(int status, Throwable failure) {
    Refusal refusal = refusal(status, failure);
    meter.refused("http", refusal.reason());
    int answered =
        status < 500 && status != 404 ? status : RefusalJson.status(refusal.reason(), limit);
    return new Answer(
        answered,
        refusal.retryAfterSeconds().map(OptionalLong::of).orElseGet(OptionalLong::empty),
        RefusalJson.of(refusal, answered));
  }

  /** What a status of the server means. */
  private static Refusal refusal(int status, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RejectedExecutionException) {
        return Refusal.unavailable();
      }
    }
    return switch (status) {
      case 404 -> Refusal.of(Reason.NOT_FOUND, "not found");
      case 405 -> Refusal.of(Reason.METHOD_NOT_ALLOWED, "method not allowed");
      case 503 -> Refusal.unavailable();
      default ->
          status < 500 || status == 505
              ? Refusal.of(Reason.MALFORMED_REQUEST, "malformed request")
              : Refusal.of(Reason.INTERNAL, "internal error");
    };
  }
}
