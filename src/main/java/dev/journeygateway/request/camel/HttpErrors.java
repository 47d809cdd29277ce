package dev.journeygateway.request.camel;

import dev.journeygateway.limit.LimitSettings;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
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
class HttpErrors implements ErrorController {

  private final LimitSettings limit;
  private final StartRequestMeter meter;

  HttpErrors(LimitSettings limit, StartRequestMeter meter) {
    this.limit = limit;
    this.meter = meter;
  }

  @RequestMapping("/error")
  ResponseEntity<String> answer(HttpServletRequest request) {
    int status = (int) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Refusal refusal =
        refusal(status, (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
    int answered =
        status < 500 && status != 404 ? status : AnswerSteps.status(refusal.reason(), limit);
    meter.refused("http", refusal.reason());
    var response = ResponseEntity.status(answered).contentType(MediaType.APPLICATION_JSON);
    refusal
        .retryAfterSeconds()
        .ifPresent(seconds -> response.header("Retry-After", seconds.toString()));
    return response.body(AnswerSteps.body(refusal, answered));
  }

  /** What a status of the server stands for. */
  static Refusal refusal(int status, Throwable failure) {
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
