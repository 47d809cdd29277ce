package dev.journeygateway.door.upload;

import dev.journeygateway.api.ApiCall;
import dev.journeygateway.door.file.UploadedFiles;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.status.Outcome;
import dev.journeygateway.status.StartRequests;
import dev.journeygateway.status.TrackedRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The verb of the route that gives the rejected rows of a list. */
@Configuration(proxyBeanMethods = false)
class RejectSteps {

  private static final int AT_A_TIME = 1000;

  @Bean
  Processor findRejects(StartRequests requests, UploadedFiles files) {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      TrackedRequest request =
          call.uuid("requestUuid")
              .flatMap(id -> requests.find(id, call.caller().applications()))
              .orElseThrow(
                  () ->
                      Refusal.of(Reason.REQUEST_NOT_FOUND, "start request not found")
                          .asException());
      Optional<Path> file =
          request
              .file()
              .flatMap(name -> files.rejects(request.requestUuid(), request.journeyId(), name));
      call.answer(
          file.<Object>map(path -> path)
              .orElseGet(() -> ofOutcomes(request.requestUuid(), requests)));
      boolean ndjson = file.filter(path -> path.toString().endsWith(".ndjson")).isPresent();
      exchange
          .getMessage()
          .setHeader(
              Exchange.CONTENT_TYPE, ndjson ? "application/x-ndjson" : "text/csv; charset=utf-8");
    };
  }

  /** Where the file with the rows is not here, what is told of them among the outcomes. */
  private static String ofOutcomes(UUID request, StartRequests requests) {
    StringBuilder text = new StringBuilder("id,reason\r\n");
    long after = 0;
    List<Outcome> page;
    do {
      page = requests.outcomes(request, after, AT_A_TIME);
      for (Outcome one : page) {
        after = one.position();
        if (one.outcome().equals("rejected")) {
          text.append(quoted(one.id())).append(',').append(quoted(one.reason().orElse("")));
          text.append("\r\n");
        }
      }
    } while (page.size() == AT_A_TIME);
    return text.toString();
  }

  private static String quoted(String cell) {
    return '"' + cell.replace("\"", "\"\"") + '"';
  }
}
