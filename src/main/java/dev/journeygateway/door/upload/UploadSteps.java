package dev.journeygateway.door.upload;

import dev.journeygateway.accept.StartExchange;
import dev.journeygateway.api.ApiCall;
import dev.journeygateway.disk.FreeSpace;
import dev.journeygateway.door.StartRequestMeter;
import dev.journeygateway.door.file.UploadedFiles;
import dev.journeygateway.door.http.HttpSettings;
import dev.journeygateway.journey.DestinationCatalog;
import dev.journeygateway.journey.Journey;
import dev.journeygateway.list.Format;
import dev.journeygateway.list.ListName;
import dev.journeygateway.request.IdempotencyKey;
import dev.journeygateway.request.Reason;
import dev.journeygateway.request.Refusal;
import dev.journeygateway.request.StartRequest;
import dev.journeygateway.request.StartRequestReader;
import dev.journeygateway.trace.TraceLog;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DuplicateKeyException;

/** The verbs of the door for lists over HTTP. */
@Configuration(proxyBeanMethods = false)
class UploadSteps {
  private static final Logger LOG = LoggerFactory.getLogger(UploadSteps.class);

  /** What a 202 says. */
  private record Taken(UUID requestUuid) {}

  /** What is known of a list before its first byte is read. */
  @Bean
  Processor readListCall() {
    return exchange -> {
      ApiCall call = new ApiCall(exchange);
      exchange.setProperty(
          "listName",
          ListCall.name(
              call.header(Exchange.CONTENT_TYPE),
              call.header("Content-Encoding"),
              call.parameter("name")));
      // Only its shape: the list's own SHA-256 is known when all of it is there.
      call.header("Idempotency-Key").ifPresent(key -> IdempotencyKey.of(key, ""));
      String journeyId =
          URLDecoder.decode(
              call.parameter("journeyId").orElse("").replace("+", "%2B"), StandardCharsets.UTF_8);
      new StartExchange(exchange)
          .read(
              new StartRequestReader.Body(
                  new StartRequest(journeyId, List.of(), List.of(), "", Optional.empty(), Map.of()),
                  null));
    };
  }

  @Bean
  Processor receiveList(UploadedFiles files, FreeSpace space, HttpSettings settings) {
    return new ReceiveListSteps(files, space, settings.maxList().toBytes());
  }

  /** From here on the list is safe: it is checked and entered whatever becomes of this process. */
  @Bean
  Processor keepList(Uploads uploads, StartRequestMeter meter) {
    return exchange -> {
      StartExchange start = new StartExchange(exchange);
      UUID request = start.givenUuid().orElseThrow();
      Path received = exchange.getProperty("received", Path.class);
      try {
        Optional<UUID> first = start.key().flatMap(key -> uploads.first(start.journey().id(), key));
        if (first.isPresent()) {
          Files.deleteIfExists(received);
          meter.accepted(start, start.door(), true);
          answer(exchange, first.get(), true);
          return;
        }
        ListName name = exchange.getProperty("listName", ListName.class);
        uploads.keep(
            new Uploads.Upload(
                request,
                start.journey().id(),
                start.entryPoint().id(),
                start.journey().applicationCode(),
                name.name(),
                start.startAt(),
                start.key().map(IdempotencyKey::key),
                exchange.getProperty("sha256", String.class),
                start.traceparent()));
        exchange.setProperty("request_uuid", request.toString());
        try (var log = TraceLog.of(request, start.traceparent())) {
          LOG.info("Received: a list for journey {}, to be checked", start.journey().id());
        }
        answer(exchange, request, false);
      } catch (DuplicateKeyException e) {
        Files.deleteIfExists(received);
        throw ReceiveListSteps.inUse().asException();
      } catch (RuntimeException e) {
        Files.deleteIfExists(received);
        throw e;
      }
    };
  }

  private static void answer(Exchange exchange, UUID request, boolean replayed) {
    new ApiCall(exchange).answer(new Taken(request));
    Message answer = exchange.getMessage();
    answer.setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
    if (replayed) {
      answer.setHeader("Idempotency-Replayed", "true");
    }
  }

  @Bean
  Processor countList(
      UploadedFiles files,
      DestinationCatalog destinations,
      @Qualifier("listCounter") ExecutorService listCounter) {
    return new AsyncProcessorSupport() {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        listCounter.execute(
            () -> {
              Path received = exchange.getProperty("received", Path.class);
              try {
                new ApiCall(exchange).answer(counted(exchange, received, files, destinations));
              } catch (IOException | RuntimeException e) {
                exchange.setException(e);
              } finally {
                try {
                  Files.deleteIfExists(received);
                } catch (IOException e) {
                  LOG.warn("What a dry run has left is deleted later: {}", e.toString());
                }
                callback.done(false);
              }
            });
        return false;
      }
    };
  }

  private static CountedList counted(
      Exchange exchange, Path received, UploadedFiles files, DestinationCatalog destinations)
      throws IOException {
    StartExchange start = new StartExchange(exchange);
    ListName name = exchange.getProperty("listName", ListName.class);
    if (name.format() == Format.JSON) {
      throw Refusal.of(
              Reason.UNSUPPORTED_CONTENT_TYPE,
              "a JSON body is counted by /start/external?dry_run=true")
          .asException();
    }
    return CountedList.of(
        received,
        name,
        files.rules(start.journey().id()),
        start.entryPoint(),
        Optional.of(start.journey())
            .filter(Journey::remote)
            .flatMap(journey -> destinations.find(journey.destination())));
  }

  @Bean
  Processor mendUploads(Uploads uploads, Clock clock) {
    return exchange -> uploads.mend(clock.instant());
  }
}
